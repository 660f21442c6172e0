namespace CausalLoom.Rules;

/// <summary>Rules that were found in a table.</summary>
/// <param name="Rules">The rules; no row breaks any.</param>
/// <param name="FalseDiscoveryRate">The share of them that is expected at most to hold by chance alone.</param>
/// <param name="Tried">How many conditions were tried.</param>
public sealed record FoundRules(IReadOnlyList<Rule> Rules, double FalseDiscoveryRate, long Tried);
