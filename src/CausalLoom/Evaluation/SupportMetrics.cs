namespace CausalLoom.Evaluation;

/// <summary>Extrapolation: synthetic rows outside the support on which the W and Y models were fitted.</summary>
/// <param name="ShareOutside">Share of synthetic rows farther from the real rows than 99 % of real rows are from the others.</param>
/// <param name="ShareOutsideArm">The same, against the real rows of the row's own arm.</param>
public sealed record SupportMetrics(double ShareOutside, double ShareOutsideArm);
