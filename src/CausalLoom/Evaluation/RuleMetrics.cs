namespace CausalLoom.Evaluation;

/// <summary>How well synthetic rows keep the conditions that no real row breaks.</summary>
/// <param name="BrokenRate">The share of synthetic rows that break at least one.</param>
/// <param name="Fdr">The false-discovery rate the conditions were found at; 0 where they were given.</param>
/// <param name="Tried">How many conditions were tried to find them; 0 where they were given.</param>
/// <param name="Rules">Each condition, the one that is broken most often first.</param>
public sealed record RuleMetrics(double BrokenRate, double Fdr, long Tried, IReadOnlyList<RuleBreaks> Rules);
