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
    /// <summary>Measures them, for each level against the reference.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, aligned.</param>
    /// <param name="trueEffects">The exact effects of the synthetic rows, [contrast][row], or null.</param>
    /// <param name="options">The nuisances of AIPW.</param>
    /// <param name="context">Stream, threads, progress. The first contrast draws from it, contrast c from child "contrast" c.</param>
    /// <exception cref="CausalLoomException">An arm of either side has fewer than two rows.</exception>
    public static IReadOnlyList<EffectDiagnostics> Measure(CausalData real, CausalData synthetic, IReadOnlyList<double[]>? trueEffects,
        NuisanceOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<SideFits> fits = SideFits.Of(real, synthetic, trueEffects, options, context);
        LocalisationMetrics localisation = NestedTests.Measure(fits[0].Pool, context.Child("localisation"));
        return [.. fits.Select((fit, c) => new EffectDiagnostics(
            EffectComparison.Measure(fit, c == 0 ? context : context.Child("contrast").Child(c)),
            CateGapMeasure.Measure(fit),
            SignalShare.Measure(fit),
            localisation))];
    }
}
