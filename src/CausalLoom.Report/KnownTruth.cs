namespace CausalLoom.Report;

/// <summary>True average effects, where the data come from a simulator or a model that knows them; in outcome units.</summary>
/// <param name="RealAte">The true average effect of the real rows' source; null where unknown.</param>
/// <param name="SyntheticAte">The true average effect of the synthetic rows (mean of their truth file's <c>cate</c>); null where
/// unknown.</param>
public sealed record KnownTruth(double? RealAte, double? SyntheticAte);
