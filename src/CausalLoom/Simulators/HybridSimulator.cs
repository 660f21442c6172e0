using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Simulators;

/// <summary>
/// The data-generating processes of arXiv 2511.00318 and 2604.23904 (`specs/hybrid.md` §7). Their code draws covariates and (A, Y)
/// from two generators with one seed, which makes assignment depend on the draw of W1 and the recorded effect wrong; here every
/// variable has a sub-stream of its own and the identified contrast is the recorded one.
/// <para>Y ~ Bernoulli(expit(η₀ + τA)); treatment column A, outcome Y, covariates W1 … W6 or W20.</para>
/// </summary>
public sealed class HybridSimulator : ISimulator
{
    private readonly HybridSimulatorOptions _options;

    /// <summary>The process with those options.</summary>
    /// <exception cref="CausalLoomException">The number of covariates is neither 6 nor 20.</exception>
    public HybridSimulator(HybridSimulatorOptions? options = null)
    {
        _options = options ?? new HybridSimulatorOptions();
        if (_options.Dimensions is not (6 or 20))
        {
            throw new CausalLoomException($"The hybrid process has 6 or 20 covariates, not {_options.Dimensions}.");
        }
    }

    /// <inheritdoc />
    public string Name => "hybrid";

    /// <inheritdoc />
    public string Treatment => "A";

    /// <inheritdoc />
    public string Outcome => "Y";

    /// <summary>E[expit(η₀ + τ) − expit(η₀)], from 20 to 40 million independent draws; their Monte-Carlo standard error is below .00004.</summary>
    public double AverageEffect => (_options.Dimensions, _options.ConstantLogitEffect) switch
    {
        (6, false) => 0.41847,
        (6, true) => 0.38159,
        (20, false) => 0.26355,
        _ => 0.28365,
    };

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        double[][] w = _options.Dimensions == 6 ? HybridCovariates.Six(rows, stream) : HybridCovariates.Twenty(rows, stream);
        double[] p = new double[rows], mu0 = new double[rows], mu1 = new double[rows], row = new double[_options.Dimensions + 1];
        for (int i = 0; i < rows; i++)
        {
            // W1 is row[1], as in the papers.
            for (int j = 0; j < w.Length; j++)
            {
                row[j + 1] = w[j][i];
            }

            (double eta, double tau) = _options.Dimensions == 6 ? HybridOutcome.Six(row) : HybridOutcome.Twenty(row);
            p[i] = Propensity(row);
            mu0[i] = Draws.Logistic(eta);
            mu1[i] = Draws.Logistic(eta + (_options.ConstantLogitEffect ? 2 : tau));
        }

        Column[] covariates = [.. w.Select((values, j) => Covariate("W" + (j + 1).ToString(CultureInfo.InvariantCulture), values, j < 3))];
        return Draws.AssembleBinary(covariates, p, mu0, mu1, stream, Treatment, Outcome);
    }

    private static Column Covariate(string name, double[] values, bool binary) => binary
        ? new BinaryColumn(name, Array.ConvertAll(values, v => (int)v), ["0", "1"])
        : new ContinuousColumn(name, values);

    private double Propensity(double[] w)
    {
        double logit = _options.Overlap switch
        {
            HybridOverlap.Randomized => 0,
            HybridOverlap.Base => Linear(w, -30, 16, -24, 12, 6, -10, 16),
            HybridOverlap.Soft => Linear(w, -3, 1.6, -2.4, 1.2, 0.6, -1, 1.6),
            HybridOverlap.Moderate => Linear(w, -0.4, 0.7, -0.7, 0.5, 0.4, -0.4, 0.5),
            HybridOverlap.Poor => Linear(w, -1, 1.4, -1.4, 1, 0.9, -0.9, 1.2),
            _ => Linear(w, -8, 4, -6, 3, 2, -3, 4),
        };
        for (int j = 7; j < w.Length && _options.Overlap != HybridOverlap.Randomized; j++)
        {
            logit += (j % 2 == 1 ? 0.15 : -0.15) * w[j];
        }

        return Draws.Logistic(logit);
    }

    private static double Linear(double[] w, double intercept, double b1, double b2, double b3, double b4, double b5, double b6) =>
        intercept + (b1 * w[1]) + (b2 * w[2]) + (b3 * w[3]) + (b4 * w[4]) + (b5 * w[5]) + (b6 * w[6]);
}
