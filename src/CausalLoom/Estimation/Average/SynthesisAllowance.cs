namespace CausalLoom.Estimation.Average;

/// <summary>What an estimate from synthetic rows allows for between them and the population (<see cref="SynthesisError"/>).</summary>
/// <param name="SeOfRows">The standard error from the rows alone.</param>
/// <param name="Shift">What was taken off the estimate, of ratios to first order; 0 where nothing was measured.</param>
/// <param name="Factor">√(1 + m/n) where that was all; null where the analysis was measured.</param>
public sealed record SynthesisAllowance(double SeOfRows, double Shift, double? Factor);
