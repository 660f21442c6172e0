namespace CausalLoom.Synthesis;

/// <summary>The average effect of a level against the reference.</summary>
/// <param name="Estimate">The estimate, in outcome units.</param>
/// <param name="StandardError">Its standard error.</param>
public sealed record HybridEffect(double Estimate, double StandardError);
