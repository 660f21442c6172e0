namespace CausalLoom.Evaluation;

/// <summary>The contrast term within a group of rows, in outcome units: how far synthetic effects are from real ones there.</summary>
/// <param name="Column">The covariate, or "propensity".</param>
/// <param name="Level">What is true of it, such as "= female", "≤ 58" or "0.20–0.31".</param>
/// <param name="RealRows">Real rows of the group.</param>
/// <param name="SyntheticRows">Synthetic rows of the group.</param>
/// <param name="Contrast">The contrast term.</param>
/// <param name="ContrastCi">Its 95 % interval, [lower, upper].</param>
public sealed record GroupContrast(string Column, string Level, int RealRows, int SyntheticRows, double Contrast, double[] ContrastCi);
