using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Grows one tree to gradients and hessians, best gain first, on binned rows: what boosting and forests share. With
/// g = −w·y and h = w the tree is a plain regression tree, whose leaves are weighted means (λ = 0).
/// A grower keeps its buffers between trees and serves one thread.
/// </summary>
internal sealed class TreeGrower(BinnedMatrix data, GrowthOptions options)
{
    private readonly HistogramBuilder _histograms = new(data);
    private readonly SplitFinder _finder = new(data, options);
    private readonly Stack<Pending> _pending = [];
    private readonly List<TreeNode> _nodes = [];
    private NodeSearch? _search;
    private readonly List<(int Node, int Start, int Count)> _leaves = [];
    private int[] _rows = [];
    private int[] _spare = [];
    private int[] _features = [];
    private double[] _gradients = [];
    private double[] _hessians = [];

    /// <summary>The leaves of the last tree: node, and where its rows stand in <see cref="Rows"/>.</summary>
    internal IReadOnlyList<(int Node, int Start, int Count)> Leaves => _leaves;

    /// <summary>The rows of the last tree, leaf by leaf; within a leaf in the order they were given.</summary>
    internal int[] Rows => _rows;

    /// <summary>Grows a tree.</summary>
    /// <param name="gradients">Gradients by row of the data.</param>
    /// <param name="hessians">Hessians by row of the data.</param>
    /// <param name="rows">The rows to grow on.</param>
    /// <param name="features">The features to split on, ascending.</param>
    internal Tree Grow(double[] gradients, double[] hessians, ReadOnlySpan<int> rows, int[] features)
    {
        Begin(gradients, hessians, rows, features);
        PriorityQueue<Candidate, (double, int)> queue = new();
        int leaves = 1;
        Consider(RootCandidate(rows.Length), queue);
        while (queue.TryDequeue(out Candidate? best, out _))
        {
            if (leaves >= options.MaxLeaves)
            {
                Close(best);
                continue;
            }

            leaves++;
            SplitNode(best, queue, mayGoOn: leaves < options.MaxLeaves);
        }

        return Finish();
    }

    /// <summary>
    /// Grows a tree of a forest: depth first, without a largest number of leaves, each node searched by itself among
    /// <see cref="GrowthOptions.FeaturesPerNode"/> drawn features.
    /// </summary>
    /// <param name="gradients">Gradients by row of the data.</param>
    /// <param name="hessians">Hessians by row of the data.</param>
    /// <param name="targets">Rows of equal targets are not split further.</param>
    /// <param name="rows">The rows to grow on.</param>
    /// <param name="features">The features to split on.</param>
    /// <param name="stream">What draws each node's features.</param>
    internal Tree GrowDeep(double[] gradients, double[] hessians, double[] targets, ReadOnlySpan<int> rows, int[] features,
        RandomStream stream)
    {
        Begin(gradients, hessians, rows, features);
        _search ??= new NodeSearch(data, options, _finder);
        _search.TakeTree(gradients, hessians, targets, features, stream);
        _pending.Push(new Pending(Node: 0, Depth: 0, Start: 0, Count: rows.Length));
        while (_pending.TryPop(out Pending node))
        {
            Split split = MaySplit(node.Depth, node.Count) ? _search.Best(_rows, node.Start, node.Count) : Split.None;
            if (!split.Exists)
            {
                _leaves.Add((node.Node, node.Start, node.Count));
                continue;
            }

            int leftCount = Partition(_rows.AsSpan(node.Start, node.Count), split), left = AddChildren(node.Node, split);
            _pending.Push(new Pending(left + 1, node.Depth + 1, node.Start + leftCount, node.Count - leftCount));
            _pending.Push(new Pending(left, node.Depth + 1, node.Start, leftCount));
        }

        return Finish();
    }

    private void Begin(double[] gradients, double[] hessians, ReadOnlySpan<int> rows, int[] features)
    {
        (_gradients, _hessians, _features) = (gradients, hessians, features);
        if (_spare.Length < rows.Length)
        {
            (_rows, _spare) = (new int[rows.Length], new int[rows.Length]);
        }

        rows.CopyTo(_rows);
        _nodes.Clear();
        _leaves.Clear();
        _pending.Clear();
        _nodes.Add(TreeNode.Leaf(0));
    }

    private Tree Finish()
    {
        foreach ((int node, int start, int count) in _leaves)
        {
            _nodes[node] = TreeNode.Leaf(LeafValue(_rows.AsSpan(start, count)));
        }

        return new Tree([.. _nodes]);
    }

    // Turns a leaf into a split of two leaves; returns the left one, before the right one.
    private int AddChildren(int node, Split split)
    {
        int left = _nodes.Count;
        _nodes[node] = TreeNode.Parent(data.Features[split.Feature], split.Feature, split.Bin, split.MissingLeft, left);
        _nodes.Add(TreeNode.Leaf(0));
        _nodes.Add(TreeNode.Leaf(0));
        return left;
    }

    private Candidate RootCandidate(int count)
    {
        Candidate root = new(Node: 0, Depth: 0, Start: 0, Count: count);
        if (MaySplit(root) && _features.Length > 0)
        {
            root.Histogram = _histograms.Rent();
            _histograms.Build(root.Histogram, _rows.AsSpan(0, count), _features, _gradients, _hessians);
            root.Sums = _histograms.Total(root.Histogram, _features[0]);
        }

        return root;
    }

    private bool MaySplit(Candidate node) => MaySplit(node.Depth, node.Count) && options.MaxLeaves > 1;

    private bool MaySplit(int depth, int count) =>
        depth < options.MaxDepth && count >= 2L * options.MinLeafRows && count >= Math.Max(2, options.MinSplitRows);

    // A node that has a histogram is searched; it waits in the queue if it has a split and is a leaf otherwise.
    private void Consider(Candidate node, PriorityQueue<Candidate, (double, int)> queue)
    {
        if (node.Histogram is not null)
        {
            node.Split = _finder.Best(node.Histogram, _features, node.Sums);
        }

        if (node.Split.Exists)
        {
            queue.Enqueue(node, (-node.Split.Gain, node.Node));
        }
        else
        {
            Close(node);
        }
    }

    private void Close(Candidate node)
    {
        Release(node);
        _leaves.Add((node.Node, node.Start, node.Count));
    }

    private void Release(Candidate node)
    {
        if (node.Histogram is not null)
        {
            _histograms.Return(node.Histogram);
            node.Histogram = null;
        }
    }

    private void SplitNode(Candidate node, PriorityQueue<Candidate, (double, int)> queue, bool mayGoOn)
    {
        Split split = node.Split;
        int leftCount = Partition(_rows.AsSpan(node.Start, node.Count), split);
        Candidate left = new(_nodes.Count, node.Depth + 1, node.Start, leftCount) { Sums = split.Left };
        Candidate right = new(_nodes.Count + 1, node.Depth + 1, node.Start + leftCount, node.Count - leftCount)
            { Sums = node.Sums - split.Left };
        AddChildren(node.Node, split);
        if (mayGoOn)
        {
            GiveHistograms(node, left, right);
        }

        Release(node);
        Consider(left, queue);
        Consider(right, queue);
    }

    private void GiveHistograms(Candidate parent, Candidate left, Candidate right)
    {
        (Candidate small, Candidate large) = left.Count <= right.Count ? (left, right) : (right, left);
        if (!MaySplit(large))
        {
            return;
        }

        double[] histogram = _histograms.Rent();
        _histograms.Build(histogram, _rows.AsSpan(small.Start, small.Count), _features, _gradients, _hessians);
        _histograms.Subtract(parent.Histogram!, histogram, _features);
        (large.Histogram, parent.Histogram) = (parent.Histogram, null);
        if (MaySplit(small))
        {
            small.Histogram = histogram;
        }
        else
        {
            _histograms.Return(histogram);
        }
    }

    // Stable, so that sums over a node's rows do not depend on how the node came about.
    private int Partition(Span<int> rows, Split split)
    {
        byte[] bins = data.Bins[split.Feature];
        int missingBin = data.Features[split.Feature].MissingBin, left = 0, right = 0;
        int missingGoesLeft = split.MissingLeft ? 1 : 0;
        Span<int> spare = _spare.AsSpan(0, rows.Length);
        // Both sides are written and one is kept: a guess at each row's side would be wrong half of the time.
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i], bin = bins[row];
            int goesLeft = bin == missingBin ? missingGoesLeft : bin <= split.Bin ? 1 : 0;
            rows[left] = row;
            spare[right] = row;
            left += goesLeft;
            right += 1 - goesLeft;
        }

        spare[..right].CopyTo(rows[left..]);
        return left;
    }

    // From the rows themselves: histogram sums carry the rounding of subtractions.
    private double LeafValue(ReadOnlySpan<int> rows)
    {
        double g = 0, h = 0;
        foreach (int row in rows)
        {
            g += _gradients[row];
            h += _hessians[row];
        }

        return h + options.L2 > 0 ? -g / (h + options.L2) : 0;
    }

    private readonly record struct Pending(int Node, int Depth, int Start, int Count);

    private sealed record Candidate(int Node, int Depth, int Start, int Count)
    {
        internal NodeSums Sums { get; set; }

        internal double[]? Histogram { get; set; }

        internal Split Split { get; set; } = Split.None;
    }
}
