using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Simulators;

/// <summary>
/// The data-generating processes of arXiv 2511.00318 and 2604.23904 (docs/methods/simulators.md). Their code draws covariates and (A, Y)
/// from two generators with one seed, which makes assignment depend on the draw of W1 and the recorded effect wrong; here every
/// variable has a sub-stream of its own and the identified contrast is the recorded one.
/// <para>Y ~ Bernoulli(expit(η₀ + τA)); treatment column A, outcome Y, covariates W1 … W6 or W20.</para>
/// </summary>
public sealed class HybridSimulator : ISimulator
{
    private const int MostNoise = 1000;

    private readonly HybridSimulatorOptions _options;

    /// <summary>The process with those options.</summary>
    /// <exception cref="CausalLoomException">The number of covariates is neither 6 nor 20, or two effects are asked for.</exception>
    public HybridSimulator(HybridSimulatorOptions? options = null)
    {
        _options = Plain(options ?? new HybridSimulatorOptions());
        if (_options.Dimensions is not (6 or 20))
        {
            throw new CausalLoomException($"The hybrid process has 6 or 20 covariates, not {_options.Dimensions}.");
        }

        if (_options.NoiseColumns is < 0 or > MostNoise)
        {
            throw new CausalLoomException($"The hybrid process has 0 to {MostNoise} noise columns, not {_options.NoiseColumns}.");
        }
    }

    // One effect has two names.
    private static HybridSimulatorOptions Plain(HybridSimulatorOptions options) => !options.Simple ? options
        : options.Effect is HybridEffect.Papers or HybridEffect.Constant
        ? options with { Simple = false, Effect = HybridEffect.Constant }
        : throw new CausalLoomException("The hybrid process: simple=true is effect=constant, so leave one of the two out.");

    /// <inheritdoc />
    public string Name => "hybrid";

    /// <inheritdoc />
    public string Treatment => "A";

    /// <inheritdoc />
    public string Outcome => "Y";

    /// <summary>
    /// E[expit(η₀ + τ) − expit(η₀)], from 20 to 40 million independent draws (`tools/reference/hybrid_truths.py`); their Monte-Carlo
    /// standard error is below .0001.
    /// </summary>
    public double AverageEffect => (_options.Effect, _options.Confounding, _options.Dimensions) switch
    {
        (HybridEffect.Null, _, _) => 0,
        (HybridEffect.Papers, HybridConfounding.Papers, 6) => 0.41847,
        (HybridEffect.Constant, HybridConfounding.Papers, 6) => 0.38159,
        (HybridEffect.Heterogeneous, HybridConfounding.Papers, 6) => 0.08852,
        (HybridEffect.Papers, _, 6) => 0.37389,
        (HybridEffect.Constant, _, 6) => 0.33846,
        (_, _, 6) => 0.07542,
        (HybridEffect.Papers, HybridConfounding.Papers, _) => 0.26355,
        (HybridEffect.Constant, HybridConfounding.Papers, _) => 0.28365,
        (HybridEffect.Heterogeneous, HybridConfounding.Papers, _) => 0.05379,
        (HybridEffect.Papers, _, _) => 0.19897,
        (HybridEffect.Constant, _, _) => 0.22635,
        _ => 0.04651,
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

            (double eta, double tau) = Outcomes(row);
            p[i] = Propensity(row);
            mu0[i] = Draws.Logistic(eta);
            mu1[i] = Draws.Logistic(eta + tau);
        }

        Column[] covariates = [.. w.Select((values, j) => Covariate("W" + (j + 1).ToString(CultureInfo.InvariantCulture), values, j < 3))];
        return Draws.AssembleBinary([.. covariates, .. Noise(rows, stream.Child("noise"))], p, mu0, mu1, stream, Treatment, Outcome);
    }

    private static Column Covariate(string name, double[] values, bool binary) => binary
        ? new BinaryColumn(name, Array.ConvertAll(values, v => (int)v), ["0", "1"])
        : new ContinuousColumn(name, values);

    private IEnumerable<Column> Noise(int rows, RandomStream stream)
    {
        for (int j = 1; j <= _options.NoiseColumns; j++)
        {
            double[] values = new double[rows];
            stream.Child(j).FillNormal(values);
            yield return Covariate("N" + j.ToString(CultureInfo.InvariantCulture), values, binary: false);
        }
    }

    private (double Eta, double Tau) Outcomes(double[] w)
    {
        (double eta, double tau) = _options.Dimensions == 6 ? HybridOutcome.Six(w) : HybridOutcome.Twenty(w);
        eta += _options.Confounding == HybridConfounding.Strong ? Linear(w, -0.25, 0.7, -0.7, 0.5, 0.4, -0.4, 0.5) : 0;
        return (eta, _options.Effect switch
        {
            HybridEffect.Papers => tau,
            HybridEffect.Constant => 2,
            HybridEffect.Null => 0,
            _ => 0.5 + (1.5 * w[4]) - (1.5 * Math.Tanh(w[5])),
        });
    }

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
