namespace CausalLoom.Evaluation.Localisation;

/// <summary>An area under the ROC curve, or an increment of it.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Interval">Its 95 % interval by DeLong's variance.</param>
/// <param name="P">One-sided p-value against none.</param>
internal sealed record AreaEstimate(double Value, double[] Interval, double P);
