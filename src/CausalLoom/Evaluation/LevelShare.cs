namespace CausalLoom.Evaluation;

/// <summary>How common a treatment level is.</summary>
/// <param name="Level">The level.</param>
/// <param name="Real">Its share of the real rows.</param>
/// <param name="Synthetic">Its share of the synthetic rows.</param>
public sealed record LevelShare(string Level, double Real, double Synthetic);
