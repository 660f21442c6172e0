using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Simulators;

/// <summary>
/// A dose of four levels given to those who need it, with effects of its own kind at each level (docs/methods/simulators.md). marker and
/// load ~ N(0, 1) with correlation ½, male ~ Bern(½), smoker ~ Bern(¼), stage in {I, II, III} with (.5, .3, .2), visits in {0 … 4} with
/// (.3, .3, .2, .15, .05). P(W = w | x) ∝ exp(s b_wᵀ(x − E x)); μ_w = a_wᵀx; Y = μ_W + N(0, 2²), or Y ~ Bern(σ((μ_W − 9)/2.5)). Linear
/// models of both nuisances are right.
/// </summary>
public sealed class FourArmSimulator : ISimulator
{
    private const double Sd = 2, Middle = 9, Scale = 2.5;

    // Beyond it each row has one level for sure, and exponentials of its scores are no numbers.
    private const int MostSlope = 20;

    // Control, and then as the levels of a column that was read come.
    private static readonly string[] LevelNames = ["control", "high", "low", "mid"];
    private static readonly string[] Stages = ["I", "II", "III"];
    private static readonly double[] StageShares = [0.5, 0.3, 0.2], VisitShares = [0.3, 0.3, 0.2, 0.15, 0.05];

    // x = (1, marker, load, male, smoker, stage II, stage III, visits) here and below.
    private static readonly double[] Expected = [1, 0, 0, 0.5, 0.25, 0.3, 0.2, 1.35];

    private static readonly double[][] Assignment =
    [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0.8, 0.4, 0, 0.4, 0.3, 0.8, 0],
        [0, 0.3, -0.4, 0.5, 0, 0, 0, 0.15],
        [0, 0.5, 0.4, -0.5, 0.3, 0.2, 0.4, -0.1],
    ];

    private static readonly double[][] Means =
    [
        [10, 1.5, 1.0, -1.0, 0.8, 1.0, 2.0, 0.4],
        [7, 0.7, 1.0, -1.0, 0.8, 1.0, 1.0, 0.4],
        [9, 1.2, 1.0, -0.5, 0.8, 1.0, 2.0, 0.4],
        [8, 1.5, 0.4, -1.0, 1.6, 1.0, 2.0, 0.4],
    ];

    private readonly FourArmSimulatorOptions _options;

    /// <summary>The process with those options.</summary>
    /// <exception cref="CausalLoomException">The slope is not from 0 to 20.</exception>
    public FourArmSimulator(FourArmSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Slope is >= 0 and <= MostSlope ? options
            : throw new CausalLoomException($"The four-arm process needs a slope from 0 to {MostSlope}.");
        double[] levels = [.. Means.Select(a => options.Outcome == FourArmOutcome.Binary ? BinaryMean(a) : Dot(a, Expected))];
        AverageEffects = [.. levels.Skip(1).Select(mean => mean - levels[0])];
    }

    /// <inheritdoc />
    public string Name => "four-arm";

    /// <inheritdoc />
    public string Treatment => "dose";

    /// <inheritdoc />
    public string Outcome => "y";

    /// <inheritdoc />
    public IReadOnlyList<string> Levels => LevelNames;

    /// <summary>The first of <see cref="AverageEffects"/>: the high dose against control.</summary>
    public double AverageEffect => AverageEffects[0];

    /// <summary>
    /// Of high, low and mid against control: −3.2, −.75 and −1.8 exactly; of two levels by a sum over the covariates' sixty cells and, over
    /// the normal ones, the trapezoidal rule, whose error is below 10⁻¹².
    /// </summary>
    public IReadOnlyList<double> AverageEffects { get; }

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        double[][] x = DrawCovariates(rows, stream);
        double[][] mu = [.. Means.Select(_ => new double[rows])], propensity = [.. Means.Select(_ => new double[rows])];
        double[] row = new double[Expected.Length], centred = new double[Expected.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = x[j][i];
                centred[j] = _options.Slope * (x[j][i] - Expected[j]);
            }

            double sum = 0;
            for (int w = 0; w < mu.Length; w++)
            {
                double mean = Dot(Means[w], row);
                mu[w][i] = _options.Outcome == FourArmOutcome.Binary ? Probability(mean) : mean;
                propensity[w][i] = Math.Exp(Dot(Assignment[w], centred));
                sum += propensity[w][i];
            }

            foreach (double[] level in propensity)
            {
                level[i] /= sum;
            }
        }

        Column[] covariates =
        [
            new ContinuousColumn("marker", x[1]),
            new ContinuousColumn("load", x[2]),
            new BinaryColumn("sex", Codes(x[3]), ["female", "male"]),
            new BinaryColumn("smoker", Codes(x[4]), ["no", "yes"]),
            new CategoricalColumn("stage", [.. x[5].Select((second, i) => (int)(second + (2 * x[6][i])))], Stages),
            new IntegerColumn("visits", Array.ConvertAll(x[7], v => (long)v)),
        ];
        TreatmentSpace space = new(Treatment, LevelNames);
        return _options.Outcome == FourArmOutcome.Binary
            ? Draws.AssembleLevels(covariates, space, propensity, mu, (p, s) => s.NextBernoulli(p) ? 1 : 0,
                y => new BinaryColumn(Outcome, Codes(y), ["0", "1"]), stream)
            : Draws.AssembleLevels(covariates, space, propensity, mu, (mean, s) => mean + (Sd * s.NextNormal()),
                y => new ContinuousColumn(Outcome, y), stream);
    }

    private static double[][] DrawCovariates(int rows, RandomStream stream)
    {
        RandomStream markers = stream.Child("marker"), loads = stream.Child("load"), sexes = stream.Child("sex"),
            smokers = stream.Child("smoker"), stages = stream.Child("stage"), visits = stream.Child("visits");
        double[][] x = [.. Expected.Select(_ => new double[rows])];
        for (int i = 0; i < rows; i++)
        {
            x[0][i] = 1;
            x[1][i] = markers.NextNormal();
            x[2][i] = (0.5 * x[1][i]) + (Math.Sqrt(0.75) * loads.NextNormal());
            x[3][i] = sexes.NextBernoulli(0.5) ? 1 : 0;
            x[4][i] = smokers.NextBernoulli(0.25) ? 1 : 0;
            int stage = stages.NextCategory(StageShares);
            x[5][i] = stage == 1 ? 1 : 0;
            x[6][i] = stage == 2 ? 1 : 0;
            x[7][i] = visits.NextCategory(VisitShares);
        }

        return x;
    }

    // E[σ((aᵀX − 9)/2.5)]: given the discrete covariates aᵀX is normal.
    private static double BinaryMean(double[] a)
    {
        double deviation = Math.Sqrt((a[1] * a[1]) + (a[2] * a[2]) + (a[1] * a[2])), sum = 0;
        for (int cell = 0; cell < 4 * StageShares.Length * VisitShares.Length; cell++)
        {
            int male = cell % 2, smoker = cell / 2 % 2, stage = cell / 4 % 3, visits = cell / 12;
            double centre = Dot(a, [1, 0, 0, male, smoker, stage == 1 ? 1 : 0, stage == 2 ? 1 : 0, visits]);
            sum += 0.5 * (smoker == 1 ? 0.25 : 0.75) * StageShares[stage] * VisitShares[visits] * Normal(centre, deviation);
        }

        return sum;
    }

    // E[σ((c + dZ − 9)/2.5)], Z ~ N(0, 1). The trapezoidal rule converges geometrically for an analytic function that dies away.
    private static double Normal(double centre, double deviation)
    {
        const double step = 0.1;
        double sum = 0;
        for (int k = -100; k <= 100; k++)
        {
            double z = k * step;
            sum += step * Math.Exp(-0.5 * z * z) * Probability(centre + (deviation * z));
        }

        return sum / Math.Sqrt(2 * Math.PI);
    }

    private static double Probability(double mean) => Draws.Logistic((mean - Middle) / Scale);

    private static int[] Codes(double[] values) => Array.ConvertAll(values, v => (int)v);

    private static double Dot(double[] a, double[] x)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            sum += a[j] * x[j];
        }

        return sum;
    }
}
