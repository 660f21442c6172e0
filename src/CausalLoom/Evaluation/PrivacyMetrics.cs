namespace CausalLoom.Evaluation;

/// <summary>Copying diagnostics (`specs/hybrid.md` §8). They detect copies; they are no privacy guarantee.</summary>
/// <param name="DcrShareBelowHoldoutP05">Share of synthetic rows closer to the real rows than 95 % of holdout rows are; 5 % is expected; null without a holdout.</param>
/// <param name="DcrMedianRatio">Median distance to the closest real row over the same for real rows among themselves.</param>
/// <param name="DcrProtection">Share of synthetic rows not closer to the training rows than expected by chance, scaled to 1; see docs.</param>
/// <param name="Nndr">Median nearest-neighbour distance ratio.</param>
/// <param name="VerbatimRate">Share of synthetic rows that equal a real row in every covariate.</param>
/// <param name="MembershipAuc">AUC of guessing from the distance to the synthetic rows whether a row was trained on; ½ is best; null without a holdout.</param>
/// <param name="Note">Why figures are null, or null.</param>
public sealed record PrivacyMetrics(double? DcrShareBelowHoldoutP05, double DcrMedianRatio, double DcrProtection, double Nndr, double VerbatimRate, double? MembershipAuc, string? Note);
