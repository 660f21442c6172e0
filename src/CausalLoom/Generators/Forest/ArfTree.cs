using CausalLoom.Numerics.Trees;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// A tree of the density: a forest's tree without the leaves that have too few real rows. Where a child has too few, its parent
/// gives way to the other child, which takes the rows over, so every row stays in the law.
/// </summary>
internal sealed class ArfTree
{
    private readonly List<ArfNode> _nodes = [];
    private readonly int[] _leaves;

    private ArfTree(int[] rows)
    {
        Rows = rows;
        _leaves = [];
    }

    private ArfTree(int[] rows, List<ArfNode> nodes)
    {
        Rows = rows;
        _nodes = nodes;
        _leaves = [.. Enumerable.Range(0, nodes.Count).Where(i => nodes[i].Feature < 0).OrderBy(i => nodes[i].Start)];
    }

    /// <summary>The real rows, leaf by leaf.</summary>
    internal int[] Rows { get; }

    /// <summary>The nodes; the root is the first.</summary>
    internal IReadOnlyList<ArfNode> Nodes => _nodes;

    /// <summary>Sets the real rows into a tree.</summary>
    internal static ArfTree Of(Tree tree, ArfData data, int minRows)
    {
        ArfTree growing = new([.. Enumerable.Range(0, data.Rows)]);
        growing.Add(tree.Nodes, 0, new Filling(data, minRows, new int[data.Rows]), 0, data.Rows, -1);
        return new ArfTree(growing.Rows, growing._nodes);
    }

    /// <summary>Sets the rows into saved nodes again.</summary>
    internal static ArfTree Of(IReadOnlyList<ArfNode> saved, ArfData data)
    {
        TreeNode[] nodes = [.. saved.Select(n =>
            n.Feature < 0 ? TreeNode.Leaf(0) : new TreeNode(n.Feature, n.Threshold, 0, n.MissingLeft, n.Left, n.Right, 0))];
        ArfTree growing = new([.. Enumerable.Range(0, data.Rows)]);
        growing.Add(nodes, 0, new Filling(data, 0, new int[data.Rows]), 0, data.Rows, -1);
        return new ArfTree(growing.Rows, growing._nodes);
    }

    /// <summary>The leaf that holds a position in <see cref="Rows"/>: a uniform position gives leaves by their coverage.</summary>
    internal int LeafAt(int position)
    {
        int low = 0, high = _leaves.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _nodes[_leaves[middle]].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return _leaves[low];
    }

    /// <summary>The rows of a leaf.</summary>
    internal ReadOnlySpan<int> RowsOf(int leaf) => Rows.AsSpan(_nodes[leaf].Start, _nodes[leaf].Count);

    /// <summary>The bounds of a leaf on each feature: what lies in (low, high] can be in it.</summary>
    internal void Bounds(int leaf, double[] low, double[] high)
    {
        Array.Fill(low, double.NegativeInfinity);
        Array.Fill(high, double.PositiveInfinity);
        for (int child = leaf, at = _nodes[leaf].Parent; at >= 0; child = at, at = _nodes[at].Parent)
        {
            ArfNode node = _nodes[at];
            if (child == node.Left)
            {
                high[node.Feature] = Math.Min(high[node.Feature], node.Threshold);
            }
            else
            {
                low[node.Feature] = Math.Max(low[node.Feature], node.Threshold);
            }
        }
    }

    /// <summary>The leaves that agree with what is known of a row.</summary>
    /// <param name="isKnown">Whether a feature is known.</param>
    /// <param name="features">Features by column; NaN where known to be missing.</param>
    /// <param name="into">Where the leaves go.</param>
    internal void Compatible(bool[] isKnown, double[] features, List<int> into)
    {
        Stack<int> open = new([0]);
        while (open.TryPop(out int at))
        {
            ArfNode node = _nodes[at];
            if (node.Feature < 0)
            {
                into.Add(at);
                continue;
            }

            bool left = !isKnown[node.Feature] || GoesLeft(node, features[node.Feature]);
            if (!left || !isKnown[node.Feature])
            {
                open.Push(node.Right);
            }

            if (left)
            {
                open.Push(node.Left);
            }
        }
    }

    private static bool GoesLeft(ArfNode node, double value) => double.IsNaN(value) ? node.MissingLeft : value <= node.Threshold;

    private int Add(ReadOnlySpan<TreeNode> tree, int at, Filling filling, int start, int end, int parent)
    {
        TreeNode node = tree[at];
        if (node.Feature < 0)
        {
            // In the order of the table, whatever splits have been left out.
            Array.Sort(Rows, start, end - start);
            _nodes.Add(new ArfNode(-1, 0, false, -1, -1, parent, start, end - start));
            return _nodes.Count - 1;
        }

        int middle = Partition(node, filling, start, end);
        if (middle - start < filling.MinRows)
        {
            return Add(tree, node.Right, filling, start, end, parent);
        }

        if (end - middle < filling.MinRows)
        {
            return Add(tree, node.Left, filling, start, end, parent);
        }

        int index = _nodes.Count;
        _nodes.Add(default);
        int left = Add(tree, node.Left, filling, start, middle, index), right = Add(tree, node.Right, filling, middle, end, index);
        _nodes[index] = new ArfNode(node.Feature, node.Threshold, node.MissingLeft, left, right, parent, start, end - start);
        return index;
    }

    private int Partition(TreeNode node, Filling filling, int start, int end)
    {
        double[] values = filling.Data.Values[node.Feature];
        ArfColumn column = filling.Data.Columns[node.Feature];
        int left = start, right = 0;
        for (int i = start; i < end; i++)
        {
            int row = Rows[i];
            double feature = column.Feature(values[row]);
            if (double.IsNaN(feature) ? node.MissingLeft : feature <= node.Threshold)
            {
                Rows[left++] = row;
            }
            else
            {
                filling.Spare[right++] = row;
            }
        }

        Array.Copy(filling.Spare, 0, Rows, left, right);
        return left;
    }

    private readonly record struct Filling(ArfData Data, int MinRows, int[] Spare);
}
