namespace CausalLoom.Evaluation;

/// <summary>Fidelity of the outcome mechanism between two of more than two treatment levels.</summary>
/// <param name="Level">The level.</param>
/// <param name="Reference">What it is held against.</param>
/// <param name="Metrics">The figures on the rows of these two levels.</param>
public sealed record OutcomePair(string Level, string Reference, OutcomeMetrics Metrics);
