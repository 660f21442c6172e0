using CausalLoom.Estimation.Average;

namespace CausalLoom.Overlap;

/// <summary>One answer to poor overlap, and its estimates.</summary>
/// <param name="Name">none, fit-only, pooled, transport, trim-0.1, trim-crump, overlap-weights or donors.</param>
/// <param name="Population">Whose effect it is.</param>
/// <param name="Rows">How many rows are averaged over.</param>
/// <param name="Effects">The estimates, or null where there are none.</param>
/// <param name="Failure">Why there are none; empty where there are.</param>
public sealed record OverlapApproach(string Name, string Population, int Rows, AverageEffects? Effects, string Failure)
{
    /// <summary>Whether the effect is that of all original rows.</summary>
    public bool KeepsPopulation => Name is "none" or "fit-only" or "transport";
}
