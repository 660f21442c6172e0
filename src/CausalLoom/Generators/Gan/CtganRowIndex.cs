using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Gan;

/// <summary>The training rows that have each level of each conditional block, so that a condition finds its rows at once.</summary>
internal sealed class CtganRowIndex
{
    private readonly int[][] _rows, _starts;
    private readonly int[] _all;

    internal CtganRowIndex(HeadLayout layout, ModeSpecificRows rows, int[] training)
    {
        _all = training;
        int[] blocks = CtganConditions.BlocksOf(layout);
        _rows = new int[blocks.Length][];
        _starts = new int[blocks.Length][];
        for (int b = 0; b < blocks.Length; b++)
        {
            (_rows[b], _starts[b]) = Sorted(rows, layout.BlockColumns[blocks[b]], layout.Segments[blocks[b]].Length, training);
        }
    }

    /// <summary>Any training row.</summary>
    internal int Draw(RandomStream stream) => _all[stream.NextInt(_all.Length)];

    /// <summary>A training row with that level; any row where there is none (all its rows are held out).</summary>
    internal int Draw(int block, int level, RandomStream stream)
    {
        int first = _starts[block][level], count = _starts[block][level + 1] - first;
        return count == 0 ? Draw(stream) : _rows[block][first + stream.NextInt(count)];
    }

    /// <summary>Counting sort: rows by level, in their order.</summary>
    private static (int[] Rows, int[] Starts) Sorted(ModeSpecificRows rows, int column, int levels, int[] training)
    {
        int[] starts = new int[levels + 1], sorted = new int[training.Length];
        foreach (int row in training)
        {
            starts[rows.Categories[((long)row * rows.Columns) + column] + 1]++;
        }

        for (int k = 0; k < levels; k++)
        {
            starts[k + 1] += starts[k];
        }

        int[] next = [.. starts];
        foreach (int row in training)
        {
            sorted[next[rows.Categories[((long)row * rows.Columns) + column]]++] = row;
        }

        return (sorted, starts);
    }
}
