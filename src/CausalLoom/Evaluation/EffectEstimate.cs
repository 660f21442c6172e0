namespace CausalLoom.Evaluation;

/// <summary>An average effect with its standard error, in outcome units.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="Se">Its standard error.</param>
public sealed record EffectEstimate(double Estimate, double Se);
