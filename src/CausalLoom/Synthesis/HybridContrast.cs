namespace CausalLoom.Synthesis;

/// <summary>What a fit says of a further level against the reference, as <see cref="HybridReport"/> says it of the first.</summary>
/// <param name="Level">The level.</param>
/// <param name="PsiReal">The mean of the model's Δ̂ over the real rows.</param>
/// <param name="ContrastTerm">That less the doubly robust estimate: 0 but for rounding where targeted.</param>
/// <param name="ContrastTermBefore">The same before the means were moved.</param>
/// <param name="CovariateTerm">What the generator does to the effect; null where no pool was drawn.</param>
public sealed record HybridContrast(string Level, double PsiReal, double ContrastTerm, double ContrastTermBefore,
    HybridCovariateTerm? CovariateTerm);
