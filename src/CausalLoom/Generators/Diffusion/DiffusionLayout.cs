using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// Where columns lie in the network's input and output: the numbers first, then one block of categories for every column that
/// has more than one.
/// </summary>
internal sealed class DiffusionLayout
{
    internal DiffusionLayout(IReadOnlyList<ModeSpecificColumn> columns)
    {
        Columns = columns.Count;
        (ValueColumns, BlockColumns, Segments, CategoryWidth) = ColumnBlocks.Of(columns);
        ValueOf = [.. Enumerable.Range(0, Columns).Select(j => Array.IndexOf(ValueColumns, j))];
        BlockOf = [.. Enumerable.Range(0, Columns).Select(j => Array.IndexOf(BlockColumns, j))];
    }

    /// <summary>The number of columns.</summary>
    internal int Columns { get; }

    /// <summary>The columns with numbers, in order.</summary>
    internal int[] ValueColumns { get; }

    /// <summary>The columns with a block of categories, in order.</summary>
    internal int[] BlockColumns { get; }

    /// <summary>The place of each column among those with numbers, or −1.</summary>
    internal int[] ValueOf { get; }

    /// <summary>The place of each column among those with a block, or −1.</summary>
    internal int[] BlockOf { get; }

    /// <summary>The blocks within the categories' part of the output.</summary>
    internal Segment[] Segments { get; }

    internal int CategoryWidth { get; }

    internal int Values => ValueColumns.Length;

    internal int Blocks => Segments.Length;

    internal int Width => Values + CategoryWidth;
}
