namespace CausalLoom.Evaluation;

/// <summary>Prediction of Y from (X, W) on held-out real rows.</summary>
/// <param name="Tstr">Trained on synthetic rows; null without a holdout.</param>
/// <param name="Trtr">Trained on real rows; null without a holdout.</param>
/// <param name="Metric">"auc" for a two-level outcome, otherwise "rmse".</param>
/// <param name="Note">Why figures are null, or null.</param>
public sealed record UtilityMetrics(double? Tstr, double? Trtr, string Metric, string? Note);
