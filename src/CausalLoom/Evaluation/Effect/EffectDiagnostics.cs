using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation.Localisation;

namespace CausalLoom.Evaluation.Effect;

/// <summary>What an average effect's error is made of and where it comes from (docs/methods/effect-terms.md), on one set of fits.</summary>
/// <param name="Ate">Average effects and the two terms of their difference.</param>
/// <param name="CateGap">How far the effect functions are apart.</param>
/// <param name="Signal">How much the assignment lets one learn of effects.</param>
/// <param name="Localisation">In which part of the data the sides differ.</param>
public sealed record EffectDiagnostics(AteComparison Ate, CateGap CateGap, SignalMetrics Signal, LocalisationMetrics Localisation)
{
    /// <summary>Measures them.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, aligned.</param>
    /// <param name="trueEffects">The exact effect of each synthetic row, or null.</param>
    /// <param name="estimator">The AIPW estimator.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">An arm of either side has fewer than two rows.</exception>
    public static EffectDiagnostics Measure(CausalData real, CausalData synthetic, double[]? trueEffects, AipwEstimator estimator,
        FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(context);
        SideFits fits = SideFits.Of(real, synthetic, trueEffects, estimator, context);
        return new EffectDiagnostics(
            EffectComparison.Measure(fits, context),
            CateGapMeasure.Measure(fits),
            SignalShare.Measure(fits),
            NestedTests.Measure(fits.Pool, context.Child("localisation")));
    }
}
