namespace CausalLoom.Sandbox;

/// <summary>
/// Potential outcomes drawn for units whose covariates and arm are given; arrays are [rows], in units of the outcome (0/1 where it has two
/// levels).
/// </summary>
/// <param name="Y0">Y(0).</param>
/// <param name="Y1">Y(1).</param>
/// <param name="U">The latent confounder, 0 or 1; null where the model has none.</param>
public sealed record SandboxOutcomes(double[] Y0, double[] Y1, int[]? U);
