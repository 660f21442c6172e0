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
internal sealed record SideFits(CausalData Real, CausalData Synthetic, AipwFit OnReal, AipwFit OnSynthetic, SidePool Pool,
    ExactEffects? Exact)
{
    /// <summary>Fits both sides.</summary>
    /// <exception cref="CausalLoomException">An arm of either side has fewer than two rows.</exception>
    public static SideFits Of(CausalData real, CausalData synthetic, double[]? trueEffects, AipwEstimator estimator,
        FitContext context) => new(
        real,
        synthetic,
        estimator.Fit(real, context.Child("real")),
        estimator.Fit(synthetic, context.Child("synthetic")),
        SidePool.Of(real, synthetic, context.Child("pool")),
        trueEffects is null ? null : ExactEffects.Of(synthetic, trueEffects, context.Child("exact")));

    /// <summary>The doubly robust pseudo-outcomes of the synthetic rows, or their exact effects where known.</summary>
    public double[] SyntheticScores => Exact?.Effects ?? OnSynthetic.Effect.PseudoOutcomes;
}
