using CausalLoom.Data;

namespace CausalLoom.Expressions;

/// <summary>What a program reads of a table: a column's numbers, where a column has some levels, what a learner says of the rows.</summary>
/// <param name="Key">The same key, the same input.</param>
/// <param name="Column">The column it is of, or null for a learner.</param>
/// <param name="Read">One value a row, NaN where missing.</param>
internal sealed record ExpressionInput(string Key, string? Column, Func<Table, double[]> Read);
