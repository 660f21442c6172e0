namespace CausalLoom.Evaluation;

/// <summary>How often a condition that no real row breaks is broken.</summary>
/// <param name="Rule">The condition.</param>
/// <param name="Broken">How many synthetic rows break it.</param>
/// <param name="Rate">Their share.</param>
public sealed record RuleBreaks(string Rule, int Broken, double Rate);
