namespace CausalLoom.Evaluation;

/// <summary>
/// What a 95 % interval from the synthetic rows, computed as if they were real, is worth for the population
/// (docs/methods/synthetic-intervals.md); of several contrasts the worst.
/// </summary>
/// <param name="PlainCoverage">How often such intervals of such releases hold the population's average effect: the real rows are a sample,
/// and what the effect was moved by beyond noise does not go away.</param>
/// <param name="SeShare">The standard error of the synthetic rows over the population's, √(SE²(synthetic)/(SE²(real) +
/// SE²(synthetic))).</param>
/// <param name="Released">Whether a release file says what stands between the rows and the population.</param>
/// <param name="Distance">With one: how many standard errors of the synthetic rows the corrected estimate is from the real rows'; null
/// without.</param>
public sealed record IntervalMetrics(double PlainCoverage, double SeShare, bool Released, double? Distance)
{
    /// <summary>Why the release file gives no interval, without a full stop; null where it gives one or there is no file.</summary>
    public string? NoInterval { get; init; }

    /// <summary>Whether the rows are one of several copies of a release, whose file speaks of all of them.</summary>
    public bool OneOfCopies { get; init; }
}
