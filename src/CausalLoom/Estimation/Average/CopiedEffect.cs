namespace CausalLoom.Estimation.Average;

/// <summary>How the estimates from the copies of a release became one (docs/methods/synthetic-intervals.md). On the effect's scale; of
/// ratios variances are those of logarithms.</summary>
/// <param name="Count">M.</param>
/// <param name="Within">v̄, the mean of the copies' squared standard errors.</param>
/// <param name="Between">b, the variance between the copies' estimates.</param>
/// <param name="Measured">Whether the estimate is by what the release file measured; else it is <paramref name="ByBetween"/>.</param>
/// <param name="Why">Why, a clause without a full stop.</param>
/// <param name="ByWithin">By <see cref="CopyRule.Within"/>, of the copies as they are.</param>
/// <param name="ByBetween">By <see cref="CopyRule.Between"/>, of the copies as they are.</param>
public sealed record CopiedEffect(int Count, double Within, double Between, bool Measured, string Why, CopyInterval ByWithin,
    CopyInterval ByBetween);
