using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Simulators;

/// <summary>
/// X ~ N(0, I_d); logit π(x) = s · (mean of x_j² over the n_w + n_c drivers − centre); μ_0 = Σ x_j² over confounders and
/// outcome-only; μ_1 = μ_0 + Σ x_j² over modifiers; Y = μ_W + N(0, 1). Without drivers π = ½.
/// </summary>
public sealed class SteamSimulator : ISimulator
{
    private readonly SteamSimulatorOptions _options;

    /// <summary>The process with those options.</summary>
    /// <exception cref="CausalLoomException">The roles need more covariates than there are.</exception>
    public SteamSimulator(SteamSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int needed = options.TreatmentOnly + options.Confounders + options.OutcomeOnly + options.Modifiers;
        if (options.Dimensions < 1 || needed > options.Dimensions)
        {
            throw new CausalLoomException($"The steam simulator has {options.Dimensions} covariates and its roles need "
                + $"{Math.Max(needed, 1)}: raise the dimension.");
        }

        _options = options;
    }

    /// <inheritdoc />
    public string Name => "steam";

    /// <inheritdoc />
    public string Treatment => "w";

    /// <inheritdoc />
    public string Outcome => "y";

    /// <summary>Each modifier adds E[x²] = 1: the average effect is their number, exactly.</summary>
    public double AverageEffect => _options.Modifiers;

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        int d = _options.Dimensions;
        double[][] x = new double[d][];
        for (int j = 0; j < d; j++)
        {
            x[j] = new double[rows];
            stream.Child("x").Child(j).FillNormal(x[j]);
        }

        int drivers = _options.TreatmentOnly + _options.Confounders;
        int modifiersFrom = drivers + _options.OutcomeOnly;
        double[] p = new double[rows], mu0 = new double[rows], mu1 = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            p[i] = drivers == 0 ? 0.5
                : Draws.Logistic(_options.Slope * ((SumOfSquares(x, i, 0, drivers) / drivers) - _options.Centre));
            mu0[i] = SumOfSquares(x, i, _options.TreatmentOnly, modifiersFrom);
            mu1[i] = mu0[i] + SumOfSquares(x, i, modifiersFrom, modifiersFrom + _options.Modifiers);
        }

        Column[] covariates =
            [.. x.Select((values, j) => new ContinuousColumn("x" + (j + 1).ToString(CultureInfo.InvariantCulture), values))];
        return Draws.Assemble(covariates, p, mu0, mu1, 1, stream, Treatment, Outcome);
    }

    private static double SumOfSquares(double[][] x, int row, int from, int to)
    {
        double sum = 0;
        for (int j = from; j < to; j++)
        {
            sum += x[j][row] * x[j][row];
        }

        return sum;
    }
}
