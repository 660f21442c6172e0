using CausalLoom.Data;

namespace CausalLoom.Synthesis;

/// <summary>Rows that a source drew, with their truth where it has one.</summary>
/// <param name="Table">Covariates, treatment and outcome, in the source's column order.</param>
/// <param name="Truth">The truth of the rows, in the same order; null for a joint model, which has none.</param>
public sealed record SyntheticData(Table Table, Truth? Truth);
