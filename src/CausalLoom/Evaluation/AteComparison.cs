namespace CausalLoom.Evaluation;

/// <summary>The average effect on both sides, by cross-fitted AIPW, and the two terms of their difference (`specs/hybrid.md` §1).</summary>
/// <param name="Real">On the real rows.</param>
/// <param name="Synthetic">On the synthetic rows.</param>
/// <param name="CovariateTerm">mean of Δ̂ over synthetic X minus its mean over real X, one Δ̂ for both: what shifted covariates contribute.</param>
/// <param name="ContrastTerm">mean over real X of Δ_synthetic minus the real doubly robust pseudo-outcome: what the wrong effect contributes.</param>
public sealed record AteComparison(EffectEstimate Real, EffectEstimate Synthetic, double CovariateTerm, double ContrastTerm);
