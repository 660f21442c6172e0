namespace CausalLoom.Evaluation;

/// <summary>How many rows were compared.</summary>
/// <param name="Real">Real rows.</param>
/// <param name="Synthetic">Synthetic rows.</param>
public sealed record RowCounts(int Real, int Synthetic);
