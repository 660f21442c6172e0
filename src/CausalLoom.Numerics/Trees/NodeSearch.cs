using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Finds a node's split from its rows, one feature at a time and, where asked, among features drawn for this node alone: a
/// forest's way, where no node's histogram serves another. Serves one thread.
/// </summary>
internal sealed class NodeSearch(BinnedMatrix data, GrowthOptions options, SplitFinder finder)
{
    private readonly FeatureHistogram _histogram = new(data);
    private int[] _order = [];
    private double[] _targets = [];
    private double[] _gradients = [];
    private double[] _hessians = [];
    private RandomStream? _stream;

    /// <summary>Takes up a tree.</summary>
    /// <param name="gradients">Gradients by row of the data.</param>
    /// <param name="hessians">Hessians by row of the data.</param>
    /// <param name="targets">What tells pure nodes: rows of equal targets are not split.</param>
    /// <param name="features">The features to split on.</param>
    /// <param name="stream">What draws each node's features.</param>
    internal void TakeTree(double[] gradients, double[] hessians, double[] targets, int[] features, RandomStream stream)
    {
        (_gradients, _hessians, _targets) = (gradients, hessians, targets);
        bool all = options.FeaturesPerNode <= 0 || options.FeaturesPerNode >= features.Length;
        _order = [.. features];
        _stream = all ? null : stream;
    }

    /// <summary>The best split of the rows from <paramref name="start"/> on, if any.</summary>
    internal Split Best(int[] rows, int start, int count)
    {
        if (IsPure(rows.AsSpan(start, count)))
        {
            return Split.None;
        }

        NodeSums total = _histogram.TakeNode(rows, start, count, _gradients, _hessians);
        Split best = finder.None(total);
        for (int i = 0; i < _order.Length; i++)
        {
            if (_stream is not null)
            {
                if (i >= options.FeaturesPerNode && best.Exists)
                {
                    break;
                }

                int j = i + _stream.NextInt(_order.Length - i);
                (_order[i], _order[j]) = (_order[j], _order[i]);
            }

            // Every split of two rows is as good as any other.
            if (count == 2 && best.Exists)
            {
                break;
            }

            _histogram.Fill(_order[i]);
            if (_histogram.Codes.Length > 1 || _histogram.Missing.Count > 0)
            {
                finder.Consider(_histogram, _order[i], total, ref best);
            }
        }

        return best;
    }

    private bool IsPure(ReadOnlySpan<int> rows)
    {
        double first = _targets[rows[0]];
        foreach (int row in rows)
        {
            if (_targets[row] != first)
            {
                return false;
            }
        }

        return true;
    }
}
