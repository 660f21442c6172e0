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
        (double[] onSynthetic, int[] arms) = OnSynthetic(synthetic, learner, context.Child("synthetic"));
        return new TreatmentMetrics(
            PaperJsd.Score(x, real.Treatment, encoder.Encode(synthetic.Covariates), synthetic.Treatment),
            flexible.Normalized,
            flexible.Null,
            flexible.Oracle,
            flexible.Score,
            Overlap(flexible.Propensities),
            Overlap(onSynthetic),
            (double)real.Treated / real.Rows,
            (double)synthetic.Treated / synthetic.Rows,
            flexible.IsDistinguishable ? null : Indistinguishable,
            flexible.Propensities,
            onSynthetic)
        {
            Noise = flexible.Noise,
            ArmsSynthetic = arms,
        };
    }

    // Of at most 5,000 rows: enough for a share and a chart.
    private static (double[] Propensities, int[] Arms) OnSynthetic(CausalData synthetic, IPropensityLearner learner, FitContext context)
    {
        CausalData rows = synthetic.Rows <= MostSyntheticRows
            ? synthetic
            : synthetic.Take(RowSubsample.Choose(synthetic.Rows, MostSyntheticRows, context.Stream.Child("rows")));
        return (UnseenPropensity.OutOfFold(learner, rows.Covariates, rows.Treatment, Folds, context), rows.Treatment);
    }

    /// <summary>The share of propensities in [.05, .95].</summary>
    internal static double Overlap(double[] propensities) =>
        propensities.Count(p => p is >= Low and <= 1 - Low) / (double)propensities.Length;
}
