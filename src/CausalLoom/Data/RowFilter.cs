namespace CausalLoom.Data;

/// <summary>Which rows of a file are read, by a condition on its columns.</summary>
/// <param name="Text">The condition as a person wrote it.</param>
/// <param name="Columns">The columns that it is about; they are read, covariates or not.</param>
/// <param name="Holds">Whether it holds in each row of a table; null: it cannot be told, because a value is missing.</param>
public sealed record RowFilter(string Text, IReadOnlyList<string> Columns, Func<Table, IReadOnlyList<bool?>> Holds);
