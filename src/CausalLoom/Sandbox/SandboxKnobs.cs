namespace CausalLoom.Sandbox;

/// <summary>
/// What a user asks of a sandbox (docs/methods/sandbox.md), each a function of the covariates in original units. κ is named by the
/// potential
/// outcome it is about, which the paper's code mixes up with the observed arm.
/// </summary>
/// <param name="Tau">τ(x) = E[Y(1) − Y(0) | x], in units of the outcome (a risk difference where it has two levels).</param>
/// <param name="Kappa0">κ₀(x) = E[Y(0) | x, T = 1] − E[Y(0) | x, T = 0].</param>
/// <param name="Kappa1">κ₁(x) = E[Y(1) | x, T = 1] − E[Y(1) | x, T = 0].</param>
/// <param name="LogAlpha">
/// log α(x) = log p(x | T = 0) − log p(x | T = 1) up to a constant, which is solved for: above 0, x is more common among controls. Null:
/// treatment is assigned as in the real data.
/// </param>
public sealed record SandboxKnobs(IKnob Tau, IKnob Kappa0, IKnob Kappa1, IKnob? LogAlpha);
