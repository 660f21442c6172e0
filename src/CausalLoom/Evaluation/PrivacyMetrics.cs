namespace CausalLoom.Evaluation;

/// <summary>Copying diagnostics (docs/methods/copying.md). They detect copies; they are no privacy guarantee.</summary>
/// <param name="DcrShareBelowHoldoutP05">Share of synthetic rows closer to the real rows than 95 % of holdout rows are; 5 % is expected;
/// null without a holdout.</param>
/// <param name="DcrMedianRatio">Median distance to the closest real row over the same for real rows among themselves.</param>
/// <param name="DcrProtection">Share of synthetic rows farther from their nearest real row than that row is from its nearest other one,
/// over the same share for real rows in turn; at most 1, 0 for a copy.</param>
/// <param name="Nndr">Median nearest-neighbour distance ratio.</param>
/// <param name="VerbatimRate">Share of synthetic rows that equal a real row in every covariate.</param>
/// <param name="MembershipAuc">AUC of guessing from the distance to the synthetic rows whether a row was trained on; ½ is best; null
/// without a holdout.</param>
/// <param name="Note">Why figures are null, or null.</param>
public sealed record PrivacyMetrics(double? DcrShareBelowHoldoutP05, double DcrMedianRatio, double DcrProtection, double Nndr,
    double VerbatimRate, double? MembershipAuc, string? Note)
{
    /// <summary>
    /// Share of real rows that equal another real row in every covariate: what <see cref="VerbatimRate"/> is to be held against.
    /// </summary>
    public double VerbatimRateReal { get; init; }
}
