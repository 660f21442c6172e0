namespace CausalLoom.Evaluation;

/// <summary>A mean squared gap between two effect functions, in squared outcome units.</summary>
/// <param name="Raw">As the two fits have it: gap and noise.</param>
/// <param name="Floor">What the noise of the two fits alone gives.</param>
/// <param name="Gap">Raw less floor; below 0 by chance where there is no gap.</param>
/// <param name="GapCi">Its 95 % interval, cut at 0.</param>
public sealed record GapFigure(double Raw, double Floor, double Gap, double[] GapCi);
