using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>What the stack's members see of a table: standardised columns, those beside squares, raw columns for trees.</summary>
internal sealed record StackRows(RowView Linear, RowView Squares, RowView Trees)
{
    /// <summary>Some of the rows.</summary>
    internal StackRows At(int[] rows) => new(Linear.At(rows), Squares.At(rows), Trees.At(rows));
}
