namespace CausalLoom.Numerics.Trees;

/// <summary>Predicts training rows by the trees that did not see them: in blocks of rows that threads share, trees in order.</summary>
internal sealed class OutOfBagPass(BinnedMatrix data, Tree[] trees, ulong[][] bags)
{
    private readonly double[] _sums = new double[data.Rows];
    private readonly int[] _counts = new int[data.Rows];

    internal OutOfBagResult Run(double[] y, double[]? weights, ForestTask task, ParallelOptions parallel)
    {
        // One range of rows a thread, so that each tree is packed once a thread.
        int ranges = Math.Min(parallel.MaxDegreeOfParallelism, data.Rows);
        if (ranges == 1)
        {
            Predict(0, data.Rows, parallel.CancellationToken);
        }
        else
        {
            Parallel.For(0, ranges, parallel, r =>
                Predict((int)((long)data.Rows * r / ranges), (int)((long)data.Rows * (r + 1) / ranges), parallel.CancellationToken));
        }

        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] = _counts[i] > 0 ? _sums[i] / _counts[i] : double.NaN;
        }

        (double squared, double wrong) = Errors(y, weights);
        return new OutOfBagResult(_sums, _counts, squared, task == ForestTask.Classification ? wrong : double.NaN);
    }

    private void Predict(int start, int end, CancellationToken cancellation)
    {
        BinnedWalk walk = new(data);
        int[] rows = new int[end - start + 1], leaves = new int[end - start];
        for (int t = 0; t < trees.Length; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<TreeNode> tree = trees[t].Nodes;
            walk.Take(trees[t]);
            ReadOnlySpan<int> outside = Outside(bags[t], start, end, rows);
            walk.Leaves(outside, leaves);
            for (int k = 0; k < outside.Length; k++)
            {
                _sums[outside[k]] += tree[leaves[k]].Value;
                _counts[outside[k]]++;
            }
        }
    }

    // The rows of a range that are not in the bag.
    private static ReadOnlySpan<int> Outside(ulong[] bag, int start, int end, int[] rows)
    {
        int count = 0;
        for (int i = start; i < end; i++)
        {
            // Always written, kept where outside: a guess would be wrong for every third row.
            rows[count] = i;
            count += (int)(~(bag[i >> 6] >> i) & 1);
        }

        return rows.AsSpan(0, count);
    }

    private (double Squared, double Wrong) Errors(double[] y, double[]? weights)
    {
        double squared = 0, wrong = 0, total = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double w = _counts[i] == 0 ? 0 : weights?[i] ?? 1;
            if (w > 0)
            {
                double p = _sums[i];
                squared += w * (y[i] - p) * (y[i] - p);
                wrong += p == 0.5 ? 0.5 * w : (p > 0.5) != (y[i] > 0.5) ? w : 0;
                total += w;
            }
        }

        return total > 0 ? (squared / total, wrong / total) : (double.NaN, double.NaN);
    }
}
