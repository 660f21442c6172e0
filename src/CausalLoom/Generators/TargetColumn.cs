namespace CausalLoom.Generators;

/// <summary>A column that a generator learns with a head of its own, after all that are not targets and the targets before it.</summary>
/// <param name="Name">The column.</param>
/// <param name="Weights">
/// A positive weight for each row in this column's loss, with mean 1, or null for equal weights. Weights that depend on the columns
/// before it leave the conditional law that is aimed at unchanged and say where it must be learned well.
/// </param>
public sealed record TargetColumn(string Name, IReadOnlyList<double>? Weights = null);
