namespace CausalLoom.Evaluation;

/// <summary>How much each side's assignment lets one learn of effects (docs/methods/effect-terms.md).</summary>
/// <param name="Real">The real rows.</param>
/// <param name="Synthetic">The synthetic rows.</param>
public sealed record SignalMetrics(SignalSide Real, SignalSide Synthetic);
