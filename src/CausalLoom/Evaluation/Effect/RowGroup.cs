namespace CausalLoom.Evaluation.Effect;

/// <summary>The rows of both sides that a condition on the covariates picks.</summary>
/// <param name="Column">The covariate, or "propensity".</param>
/// <param name="Level">What is true of it, in words.</param>
/// <param name="Real">Real rows, ascending.</param>
/// <param name="Synthetic">Synthetic rows, ascending.</param>
internal sealed record RowGroup(string Column, string Level, int[] Real, int[] Synthetic);
