using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Heads;

/// <summary>
/// Where columns lie in a network's input and heads: the values first, then one block of categories for every column
/// that has more than one.
/// </summary>
internal sealed class HeadLayout
{
    internal HeadLayout(IReadOnlyList<ModeSpecificColumn> columns)
    {
        Columns = columns;
        (ValueColumns, BlockColumns, Segments, CategoryWidth) = ColumnBlocks.Of(columns);
    }

    internal IReadOnlyList<ModeSpecificColumn> Columns { get; }

    /// <summary>The columns with a value, in order.</summary>
    internal int[] ValueColumns { get; }

    /// <summary>The columns with a block of categories, in order.</summary>
    internal int[] BlockColumns { get; }

    /// <summary>The blocks within the category head.</summary>
    internal Segment[] Segments { get; }

    internal int CategoryWidth { get; }

    internal int Values => ValueColumns.Length;

    internal int InputWidth => Values + CategoryWidth;

    /// <summary>Writes the values of rows, [row × values].</summary>
    internal void FillValues(ModeSpecificRows coded, ReadOnlySpan<int> rows, Node values)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            coded.Values.AsSpan(rows[i] * Values, Values).CopyTo(values.Row(i));
        }
    }

    /// <summary>Writes 1 for a value that counts, and 0 where the row's category is no mode, so that its value is none.</summary>
    internal void FillWeights(ModeSpecificRows coded, ReadOnlySpan<int> rows, Node weights)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> weight = weights.Row(i);
            for (int v = 0; v < Values; v++)
            {
                int category = coded.Categories[(rows[i] * Columns.Count) + ValueColumns[v]];
                weight[v] = category < Columns[ValueColumns[v]].Modes.Length ? 1 : 0;
            }
        }
    }

    /// <summary>Writes the targets of the category blocks, [row, block].</summary>
    internal void FillCategories(ModeSpecificRows coded, ReadOnlySpan<int> rows, Span<int> targets)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            for (int b = 0; b < BlockColumns.Length; b++)
            {
                targets[(i * BlockColumns.Length) + b] = coded.Categories[(rows[i] * Columns.Count) + BlockColumns[b]];
            }
        }
    }

    /// <summary>Writes the input column of each block's one, [row, block].</summary>
    internal void FillOnes(ModeSpecificRows coded, ReadOnlySpan<int> rows, Span<int> ones)
    {
        FillCategories(coded, rows, ones);
        for (int at = 0; at < rows.Length * BlockColumns.Length; at++)
        {
            ones[at] += Values + Segments[at % BlockColumns.Length].Start;
        }
    }
}
