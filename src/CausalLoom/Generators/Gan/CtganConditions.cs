using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Gan;

/// <summary>
/// Training by sampling (Xu et al., 2019, §4.3): a condition is one level of one discrete column. The column is drawn
/// uniformly; the level by the logarithm of its frequency in training, and by its frequency when rows are generated.
/// </summary>
internal sealed class CtganConditions
{
    private readonly int[] _starts;
    private readonly double[][] _counts, _logarithms;

    /// <param name="layout">The columns.</param>
    /// <param name="counts">How many rows have each level of each conditional block, in the order of <see cref="BlocksOf"/>.</param>
    internal CtganConditions(HeadLayout layout, double[][] counts)
    {
        Blocks = BlocksOf(layout);
        _counts = counts;
        _logarithms = [.. counts.Select(c => Array.ConvertAll(c, n => n > 0 ? Math.Log(n + 1) : 0))];
        _starts = new int[counts.Length];
        for (int b = 0; b < counts.Length; b++)
        {
            _starts[b] = Width;
            Width += counts[b].Length;
        }
    }

    /// <summary>The blocks that can be a condition: those of columns without a value.</summary>
    internal int[] Blocks { get; }

    /// <summary>The number of conditions.</summary>
    internal int Width { get; }

    /// <summary>The counts that the constructor needs.</summary>
    internal IReadOnlyList<double[]> Counts => _counts;

    internal static int[] BlocksOf(HeadLayout layout) =>
        [.. Enumerable.Range(0, layout.BlockColumns.Length).Where(b => !layout.Columns[layout.BlockColumns[b]].HasValue)];

    internal static CtganConditions Of(HeadLayout layout, ModeSpecificRows rows)
    {
        double[][] counts = [.. BlocksOf(layout).Select(b => new double[layout.Segments[b].Length])];
        int[] blocks = BlocksOf(layout);
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int b = 0; b < blocks.Length; b++)
            {
                counts[b][rows.Categories[((long)i * rows.Columns) + layout.BlockColumns[blocks[b]]]]++;
            }
        }

        return new CtganConditions(layout, counts);
    }

    /// <summary>Draws a condition: which of <see cref="Blocks"/>, and its level.</summary>
    internal (int Block, int Level) Draw(RandomStream stream, bool logarithmic)
    {
        int block = stream.NextInt(Blocks.Length);
        return (block, stream.NextCategory(logarithmic ? _logarithms[block] : _counts[block]));
    }

    /// <summary>The condition's column in the one-hot vector.</summary>
    internal int Column(int block, int level) => _starts[block] + level;
}
