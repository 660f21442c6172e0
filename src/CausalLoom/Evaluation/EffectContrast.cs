namespace CausalLoom.Evaluation;

/// <summary>The figures on the effect of one of more than two treatment levels against the reference.</summary>
/// <param name="Level">The level.</param>
/// <param name="Reference">The reference.</param>
/// <param name="Ate">Average effects on both sides and the two terms of their difference.</param>
/// <param name="CateGap">How far the synthetic effect function is from the real one, noise taken off.</param>
/// <param name="Signal">How much each side's assignment lets one learn of the effect.</param>
public sealed record EffectContrast(string Level, string Reference, AteComparison Ate, CateGap CateGap, SignalMetrics Signal);
