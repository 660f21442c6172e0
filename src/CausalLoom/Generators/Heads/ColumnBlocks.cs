using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Heads;

/// <summary>Which columns have a value, and the block of categories of every column that has more than one.</summary>
/// <param name="ValueColumns">The columns with a value, in order.</param>
/// <param name="BlockColumns">The columns with a block of categories, in order.</param>
/// <param name="Segments">The blocks, side by side.</param>
/// <param name="CategoryWidth">Their width together.</param>
internal sealed record ColumnBlocks(int[] ValueColumns, int[] BlockColumns, Segment[] Segments, int CategoryWidth)
{
    /// <summary>The blocks of coded columns.</summary>
    internal static ColumnBlocks Of(IReadOnlyList<ModeSpecificColumn> columns)
    {
        int[] all = [.. Enumerable.Range(0, columns.Count)], blocks = [.. all.Where(j => columns[j].Categories > 1)];
        Segment[] segments = new Segment[blocks.Length];
        int width = 0;
        for (int b = 0; b < blocks.Length; b++)
        {
            segments[b] = new Segment(width, columns[blocks[b]].Categories);
            width += columns[blocks[b]].Categories;
        }

        return new ColumnBlocks([.. all.Where(j => columns[j].HasValue)], blocks, segments, width);
    }
}
