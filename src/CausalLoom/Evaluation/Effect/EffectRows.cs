namespace CausalLoom.Evaluation.Effect;

/// <summary>What each row contributes to the two terms of Ψ_synthetic − Ψ_real.</summary>
/// <param name="RealEffect">Δ̂(x) at the real rows, Δ̂ learned from synthetic rows, [n].</param>
/// <param name="RealScore">φ, the cross-fitted doubly robust pseudo-outcome of the real rows, [n].</param>
/// <param name="SyntheticScore">φ of the synthetic rows, or their exact effects where these are known, [m].</param>
/// <param name="SyntheticResidual">The same less Δ̂(x) by models that have not seen the row, [m].</param>
/// <param name="Ratio">r(x) = p_real(x)/p_synthetic(x) at the synthetic rows, [m].</param>
internal sealed record EffectRows(double[] RealEffect, double[] RealScore, double[] SyntheticScore, double[] SyntheticResidual,
    double[] Ratio);
