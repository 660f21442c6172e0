using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// λ·mean[(Δ − log α)²] with Δ(x, z) = log p(x | z, T = 0) − log p(x | z, T = 1) at the same z (docs/methods/generators/causalmix.md): the
/// overlap asked of an X | T module.
/// </summary>
/// <param name="LogAlpha">log α of each row, normalised unless the paper's code is to be followed.</param>
/// <param name="Weight">λ, where <paramref name="Control"/> is null.</param>
/// <param name="Control">Multipliers with one constraint, mean[(Δ − log α)²] ≤ ε, or null for a fixed weight.</param>
internal sealed record OverlapPenalty(double[] LogAlpha, double Weight, AugmentedLagrangian? Control);
