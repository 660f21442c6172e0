namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>How often and on how many rows <see cref="PaperEvaluator"/> measures.</summary>
public sealed record PaperEvaluationOptions
{
    /// <summary>Draws of as many rows as the real data have, each measured; 10 in the paper.</summary>
    public int Draws { get; init; } = 10;

    /// <summary>The most rows a side of what grows with the square of the rows: kernels, energy, distances to the closest record.</summary>
    public int MostRows { get; init; } = 2000;

    /// <summary>Random halves of the real rows whose discrepancy is the yardstick of that of synthetic rows.</summary>
    public int Splits { get; init; } = 20;

    /// <summary>Fresh units on which τ and κ are measured by draws.</summary>
    public int Units { get; init; } = 5000;

    /// <summary>Draws of both potential outcomes of every such unit as a member of either arm.</summary>
    public int DrawsEach { get; init; } = 100;

    /// <summary>Bins of what was asked, within which draws are averaged.</summary>
    public int Bins { get; init; } = 20;
}
