namespace CausalLoom.Sandbox.Verification;

/// <summary>How a covariate goes with the outcome of an arm, or with treatment.</summary>
/// <param name="Column">The covariate, or a level of it.</param>
/// <param name="With">`y | t = 0`, `y | t = 1` or `t`.</param>
/// <param name="Real">The correlation in the real rows.</param>
/// <param name="Implied">What the request implies: the real rows under the requested propensity and outcome means.</param>
/// <param name="Generated">The correlation in the generated rows.</param>
/// <param name="StandardError">The standard error of the last.</param>
public sealed record AssociationLine(string Column, string With, double Real, double Implied, double Generated, double StandardError);
