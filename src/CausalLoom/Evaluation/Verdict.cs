namespace CausalLoom.Evaluation;

/// <summary>A judgement in words on one desideratum.</summary>
/// <param name="Desideratum">"covariates", "treatment", "outcome", "effect", "copying", "interval" or "rules".</param>
/// <param name="Level">How it stands.</param>
/// <param name="Text">What was found, the numbers it rests on, and what to change; one or two sentences.</param>
public sealed record Verdict(string Desideratum, VerdictLevel Level, string Text);
