using CausalLoom.Data;
using CausalLoom.Estimation.Conditional;
using CausalLoom.Io;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Evaluation.Outcome;

/// <summary>
/// The real side of the outcome metrics, fitted once and compared with any number of synthetic tables: four learners on
/// the real training rows, the same under other seeds (the floor), and the same on bootstrap rows (the bootstrap floor).
/// </summary>
public sealed class OutcomeReference
{
    private readonly OutcomeEvaluationOptions _options;
    private readonly FeatureEncoder _encoder;
    private readonly Matrix _test;
    private readonly int[] _testArms;
    private readonly double[] _testOutcomes;
    private readonly OutcomeSide _real;
    private readonly double[] _attributions;
    private readonly ConditionalLaw _law;
    private readonly double _crps, _treatedShare;

    private OutcomeReference(CausalData real, int syntheticRows, OutcomeEvaluationOptions options, FitContext context)
    {
        _options = options;
        _encoder = FeatureEncoder.Fit(real.Covariates, RawFeatures.Options);
        (int[] test, int[] train) = Split(real.Treatment.Codes, options, context.Stream);
        IsBinaryOutcome = real.IsBinaryOutcome;
        CausalData held = real.Take(test);
        (_test, _testArms, _testOutcomes) = (_encoder.Encode(held.Covariates), held.Treatment.Codes, held.Outcome.Values);
        CateSample sample = Sample(real.Take(train));
        int floors = options.FloorReplicates;
        CateSample[] samples = [sample, .. Enumerable.Repeat(sample, floors), .. Enumerable.Range(0, floors)
            .Select(r => Bootstrap(sample, syntheticRows, options, context.Stream.Child("bootstrap").Child(r)))];
        string[] names = ["real", .. Enumerable.Range(0, floors).Select(r => $"floor {r}"),
            .. Enumerable.Range(0, floors).Select(r => $"floor-bootstrap {r}")];
        OutcomeSide[] sides = OutcomeSide.Fit(samples, names, _test, options.Networks, context);
        _real = sides[0];
        Floor = sides[1..(1 + floors)].Average(side => UPehe.Of(_real.Pehe(side)));
        FloorBootstrap = sides[(1 + floors)..].Average(side => UPehe.Of(_real.Pehe(side)));
        _attributions = IntegratedGradients.Sum(_real.Pair, _test);
        _law = new ConditionalLaw(_real.Surface, sample);
        _crps = _law.MeanCrps(_test, _testArms, _testOutcomes);
        _treatedShare = sample.Treatment.Average();
    }

    /// <summary>U_PEHE of the same real rows under other seeds, in outcome units.</summary>
    public double Floor { get; }

    /// <summary>U_PEHE of bootstrap rows of the real data, in outcome units.</summary>
    public double FloorBootstrap { get; }

    /// <summary>Whether effects are risk differences.</summary>
    public bool IsBinaryOutcome { get; }

    /// <summary>Fits the real side and its floors: 15·(1 + 2·replicates) networks.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="options">How.</param>
    /// <param name="context">Stream, threads, progress, cancellation.</param>
    /// <param name="syntheticRows">How many rows the synthetic tables have, for the bootstrap floor; as many as the real one where
    /// null.</param>
    /// <exception cref="CausalLoomException">An arm has too few rows to hold some out and train on the others.</exception>
    public static OutcomeReference Fit(CausalData real, OutcomeEvaluationOptions options, FitContext context, int? syntheticRows = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FloorReplicates, 1);
        int fewest = Enumerable.Range(0, real.Levels).MinBy(real.Treatment.CountOf);
        if (real.Treatment.CountOf(fewest) < 2 || real.Rows < 5)
        {
            throw new CausalLoomException($"Effects cannot be compared: the real data have {real.Rows} rows, "
                + $"{real.Treatment.CountOf(fewest)} of them with {CellText.Show(real.TreatmentSpace.Levels[fewest])}, and at least two "
                + $"of each level and five in all are needed.");
        }

        return new OutcomeReference(real, syntheticRows ?? real.Rows, options, context);
    }

    /// <summary>Fits the synthetic side (15 networks, on all synthetic rows) and compares.</summary>
    /// <param name="synthetic">Rows with the same columns.</param>
    /// <param name="context">Its stream should differ from the reference's.</param>
    /// <param name="jsdPiNormalized">The treatment metric where it is known: it sharpens the failure signature.</param>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows, or a column is absent.</exception>
    public OutcomeMetrics Compare(CausalData synthetic, FitContext context, double? jsdPiNormalized = null)
    {
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        CateSample sample = Sample(synthetic);
        OutcomeSide side = OutcomeSide.Fit([sample], ["synthetic"], _test, _options.Networks, context)[0];
        LearnerPehe learners = _real.Pehe(side);
        double pehe = UPehe.Of(learners);
        ConditionalLaw law = new(side.Surface, sample);
        double crps = Ratio(law.MeanCrps(_test, _testArms, _testOutcomes), _crps);
        double? noise = law.NoiseSd(_treatedShare) is { } sd && _law.NoiseSd(_treatedShare) is { } own ? Ratio(sd, own) : null;
        return new OutcomeMetrics(
            pehe,
            Floor,
            FloorBootstrap,
            learners,
            SignAgreement(_real.EffectT, side.EffectT),
            IntegratedGradients.Cosine(_attributions, IntegratedGradients.Sum(side.Pair, _test)),
            crps,
            Sd(_real.MeanEffect()),
            Sd(side.MeanEffect()),
            OutcomeFailure.Describe(pehe, FloorBootstrap, crps, jsdPiNormalized, noise)) { NoiseRatio = noise };
    }

    /// <summary>
    /// Test and training rows: the first of the file, or a random share of each arm that leaves at least two of its rows to
    /// train on; both in file order.
    /// </summary>
    internal static (int[] Test, int[] Train) Split(int[] arms, OutcomeEvaluationOptions options, RandomStream stream)
    {
        int rows = arms.Length, first = Math.Clamp((int)Math.Round(options.TestShare * rows, MidpointRounding.ToEven), 1, rows - 1);
        int[] all = [.. Enumerable.Range(0, rows)];
        if (options.FirstRowsAreTest)
        {
            return (all[..first], all[first..]);
        }

        int[] order = stream.Child("test rows").Permutation(rows);
        HashSet<int> test = [];
        for (int arm = 0; arm < 2; arm++)
        {
            int[] own = Array.FindAll(order, i => arms[i] == arm);
            int held = Math.Max(own.Length > 2 ? 1 : 0, (int)Math.Round(options.TestShare * own.Length, MidpointRounding.ToEven));
            test.UnionWith(own.Take(Math.Min(held, own.Length - 2)));
        }

        return (Array.FindAll(all, test.Contains), Array.FindAll(all, i => !test.Contains(i)));
    }

    /// <summary>Share of rows on which two effects have the same sign.</summary>
    internal static double SignAgreement(double[] a, double[] b) => a.Zip(b).Count(pair => pair.First * pair.Second > 0) / (double)a.Length;

    /// <summary>Bootstrap rows of a sample, stratified by arm, with at least two different rows in each.</summary>
    internal static CateSample Bootstrap(CateSample sample, int syntheticRows, OutcomeEvaluationOptions options, RandomStream stream)
    {
        double size = options.MatchedBootstrap ? (double)sample.Rows * syntheticRows / (sample.Rows + syntheticRows) : syntheticRows;
        List<int> drawn = [];
        for (int arm = 0; arm < 2; arm++)
        {
            int[] own = sample.RowsOfArm(sample.AllRows(), arm);
            int count = Math.Max(2, (int)Math.Round(size * own.Length / sample.Rows));
            int first = stream.NextInt(own.Length);
            drawn.Add(own[first]);
            drawn.Add(own[(first + 1 + stream.NextInt(own.Length - 1)) % own.Length]);
            for (int i = 2; i < count; i++)
            {
                drawn.Add(own[stream.NextInt(own.Length)]);
            }
        }

        int[] taken = [.. drawn];
        return new CateSample(
            sample.Features.TakeRows(taken),
            Array.ConvertAll(taken, i => sample.Treatment[i]),
            Array.ConvertAll(taken, i => sample.Outcome[i]),
            sample.IsBinaryOutcome,
            options.MatchedBootstrap ? taken : null);
    }

    private static double Ratio(double synthetic, double real)
    {
        // A real outcome that is foretold perfectly would divide by zero; a score this small is zero for every purpose.
        const double Tiny = 1e-12;
        return (synthetic + Tiny) / (real + Tiny);
    }

    private static double Sd(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    private CateSample Sample(CausalData data) =>
        new(_encoder.Encode(data.Covariates), data.Treatment.Codes, data.Outcome.Values, IsBinaryOutcome);
}
