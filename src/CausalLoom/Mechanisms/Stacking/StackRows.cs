using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>
/// What the stack's members see of a table: standardised columns, those beside curves and products, raw columns for trees.
/// </summary>
/// <param name="z">Standardised columns of all rows, [n, d].</param>
/// <param name="raw">Raw columns of all rows.</param>
/// <param name="rows">Which rows; null: all.</param>
internal sealed class StackRows(RowView z, RowView raw, int[]? rows = null)
{
    /// <summary>Standardised columns.</summary>
    internal RowView Linear => rows is null ? z : z.At(rows);

    /// <summary>Raw columns, missing values among them.</summary>
    internal RowView Trees => rows is null ? raw : raw.At(rows);

    /// <summary>Standardised columns and functions of them.</summary>
    internal RowView With(StackTerms terms) => new(new TermRows(z, terms), rows);

    /// <summary>Some of all rows.</summary>
    internal StackRows At(int[] some) => rows is null ? new StackRows(z, raw, some)
        : throw new InvalidOperationException("The rows are some already.");
}
