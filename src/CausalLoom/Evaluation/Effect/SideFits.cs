using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation.Localisation;

namespace CausalLoom.Evaluation.Effect;

/// <summary>Both sides with their AIPW fits and their pool: what the figures on effects are made of, fitted once.</summary>
/// <param name="Real">The real rows.</param>
/// <param name="Synthetic">The synthetic rows, aligned.</param>
/// <param name="OnReal">AIPW on the real rows.</param>
/// <param name="OnSynthetic">AIPW on the synthetic rows.</param>
/// <param name="Pool">Both sides pooled.</param>
/// <param name="Exact">The synthetic rows' exact effects as a function, or null where they are unknown.</param>
internal sealed record SideFits(CausalData Real, CausalData Synthetic, SideFit OnReal, SideFit OnSynthetic, SidePool Pool,
    ExactEffects? Exact)
{
    /// <summary>Fits both sides and gives the fits contrast by contrast, each level against the reference.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, aligned.</param>
    /// <param name="trueEffects">The exact effects of the synthetic rows, by contrast, or null.</param>
    /// <param name="options">The nuisances of AIPW.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">An arm of either side has fewer than two rows.</exception>
    public static IReadOnlyList<SideFits> Of(CausalData real, CausalData synthetic, IReadOnlyList<double[]>? trueEffects,
        NuisanceOptions options, FitContext context)
    {
        AverageEffectOptions aipw = new() { Estimators = ["aipw"], Nuisances = options };
        AverageEffects onReal = AverageEffects.Estimate(real, aipw, context.Child("real"));
        AverageEffects onSynthetic = AverageEffects.Estimate(synthetic, aipw, context.Child("synthetic"));
        SidePool pool = SidePool.Of(real, synthetic, context.Child("pool"));
        return [.. Contrast.WithReference(real.Levels).Select((contrast, c) => new SideFits(real, synthetic,
            new SideFit(onReal.Effects[c], onReal.Nuisances, contrast),
            new SideFit(onSynthetic.Effects[c], onSynthetic.Nuisances, contrast),
            pool, trueEffects is null ? null : ExactEffects.Of(synthetic, trueEffects[c], Exactly(context, c))))];
    }

    /// <summary>The doubly robust pseudo-outcomes of the synthetic rows, or their exact effects where known.</summary>
    public double[] SyntheticScores => Exact?.Effects ?? OnSynthetic.Effect.PseudoOutcomes;

    private static FitContext Exactly(FitContext context, int contrast) =>
        contrast == 0 ? context.Child("exact") : context.Child("exact").Child(contrast);
}
