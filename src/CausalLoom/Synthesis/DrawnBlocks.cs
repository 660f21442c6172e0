using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>
/// Draws many rows a block at a time, so that memory is bounded by the block and not by the number of rows. Each block has a
/// stream of its own, so its bytes depend on the seed and its place alone. What fits into one block is drawn as
/// <see cref="ICausalSource.Draw"/> draws it.
/// </summary>
public static class DrawnBlocks
{
    /// <summary>The most rows of a block.</summary>
    public const int MaxRows = 1 << 16;

    /// <summary>The rows in blocks of about equal size, drawn when they are asked for.</summary>
    /// <param name="source">What to draw from.</param>
    /// <param name="rows">How many rows in all.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="maxRows">The most rows of a block.</param>
    public static IEnumerable<SyntheticData> Of(ICausalSource source, int rows, RandomStream stream, int maxRows = MaxRows)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        return rows <= maxRows ? One(source, rows, stream) : Many(source, rows, stream, maxRows);
    }

    /// <summary>Blocks of one source as one.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SyntheticData Join(IReadOnlyList<SyntheticData> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        if (blocks.Count == 1)
        {
            return blocks[0];
        }

        Table table = TableStack.Of([.. blocks.Select(b => b.Table)]);
        Truth? truth = blocks[0].Truth is null ? null
            : new Truth(Stack(blocks, t => t.Mu), Stack(blocks, t => t.PotentialOutcomes), Stack(blocks, t => t.Propensity))
        {
            More = [.. blocks[0].Truth!.More.Select((column, j) =>
                new ContinuousColumn(column.Name, [.. blocks.SelectMany(b => b.Truth!.More[j].Values)]))],
        };
        return new SyntheticData(table, truth);
    }

    private static double[][] Stack(IReadOnlyList<SyntheticData> blocks, Func<Truth, double[][]> figure) =>
        [.. Enumerable.Range(0, blocks[0].Truth!.Levels).Select(level => (double[])[.. blocks.SelectMany(b => figure(b.Truth!)[level])])];

    private static IEnumerable<SyntheticData> One(ICausalSource source, int rows, RandomStream stream)
    {
        yield return source.Draw(rows, stream);
    }

    private static IEnumerable<SyntheticData> Many(ICausalSource source, int rows, RandomStream stream, int maxRows)
    {
        long blocks = ((long)rows + maxRows - 1) / maxRows;
        RandomStream parent = stream.Child("block");
        for (long b = 0; b < blocks; b++)
        {
            int from = (int)(rows * b / blocks), to = (int)(rows * (b + 1) / blocks);
            yield return source.Draw(to - from, parent.Child(b));
        }
    }
}
