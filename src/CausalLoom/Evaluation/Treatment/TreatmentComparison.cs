using CausalLoom.Data;
using CausalLoom.Evaluation.Support;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Treatment;

/// <summary>All figures on the treatment mechanism.</summary>
public static class TreatmentComparison
{
    private const int Folds = 5;
    private const double Low = 0.05;
    private const int MostSyntheticRows = 5000;

    /// <summary>Why a normalised score is null.</summary>
    public const string Indistinguishable = "real assignment is indistinguishable from randomised";

    /// <summary>Measures them.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, aligned.</param>
    /// <param name="learner">The flexible, calibrated propensity model.</param>
    /// <param name="draws">Draws of null and oracle.</param>
    /// <param name="context">Stream, threads, progress.</param>
    public static TreatmentMetrics Measure(CausalData real, CausalData synthetic, IPropensityLearner learner, int draws, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(real.Covariates, RawFeatures.Options);
        AssignmentScore flexible = new AssignmentFidelity(learner, draws)
            .Measure(real.Covariates, real.Treatment, synthetic.Covariates, synthetic.Treatment, context.Child("fidelity"));
        (double[][] onSynthetic, Arms arms) = OnSynthetic(synthetic, learner, context.Child("synthetic"));
        return new TreatmentMetrics(
            PaperJsd.Score(x, real.Treatment, encoder.Encode(synthetic.Covariates), synthetic.Treatment),
            flexible.Normalized,
            flexible.Null,
            flexible.Oracle,
            flexible.Score,
            Overlap(flexible.Propensities),
            Overlap(onSynthetic),
            (double)(real.Rows - real.Treatment.CountOf(0)) / real.Rows,
            (double)(synthetic.Rows - synthetic.Treatment.CountOf(0)) / synthetic.Rows,
            flexible.IsDistinguishable ? null : Indistinguishable,
            flexible.Propensities[1],
            onSynthetic[1])
        {
            Noise = flexible.Noise,
            ArmsSynthetic = arms,
            ArmsReal = real.Treatment,
            Levels = real.Levels == 2 ? null : [.. Enumerable.Range(0, real.Levels).Select(level => new LevelShare(
                real.TreatmentSpace.Levels[level], (double)real.Treatment.CountOf(level) / real.Rows,
                (double)synthetic.Treatment.CountOf(level) / synthetic.Rows))],
            ByLevelReal = flexible.Propensities,
            ByLevelSynthetic = onSynthetic,
        };
    }

    // Of at most 5,000 rows: enough for a share and a chart.
    private static (double[][] Propensities, Arms Arms) OnSynthetic(CausalData synthetic, IPropensityLearner learner, FitContext context)
    {
        CausalData rows = synthetic.Rows <= MostSyntheticRows
            ? synthetic
            : synthetic.Take(RowSubsample.Choose(synthetic.Rows, MostSyntheticRows, context.Stream.Child("rows")));
        return (UnseenPropensity.OutOfFold(learner, rows.Covariates, rows.Treatment, Folds, context), rows.Treatment);
    }

    /// <summary>The share of rows in which every level has a propensity of at least .05; of two arms: one in [.05, .95].</summary>
    internal static double Overlap(double[][] propensities) => propensities.Length == 2
        ? Overlap(propensities[1])
        : Enumerable.Range(0, propensities[0].Length).Count(i => Array.TrueForAll(propensities, level => level[i] >= Low))
            / (double)propensities[0].Length;

    /// <summary>The share of propensities in [.05, .95].</summary>
    internal static double Overlap(double[] propensities) =>
        propensities.Count(p => p is >= Low and <= 1 - Low) / (double)propensities.Length;
}
