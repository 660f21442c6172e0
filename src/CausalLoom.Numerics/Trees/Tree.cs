namespace CausalLoom.Numerics.Trees;

/// <summary>A binary regression tree over numeric features with a learnt direction for missing values.</summary>
public sealed class Tree
{
    private const int Width = 7;
    private readonly TreeNode[] _nodes;

    internal Tree(TreeNode[] nodes) => _nodes = nodes;

    /// <summary>The nodes; the root is the first.</summary>
    public ReadOnlySpan<TreeNode> Nodes => _nodes;

    /// <summary>The number of leaves.</summary>
    public int Leaves => (_nodes.Length + 1) / 2;

    /// <summary>The value of the leaf that a row of features falls into; NaN means missing.</summary>
    public double Predict(ReadOnlySpan<double> row) => _nodes[LeafOf(row)].Value;

    /// <summary>The index of the leaf that a row of features falls into.</summary>
    public int LeafOf(ReadOnlySpan<double> row)
    {
        int at = 0;
        while (true)
        {
            ref readonly TreeNode node = ref _nodes[at];
            if (node.Feature < 0)
            {
                return at;
            }

            double value = row[node.Feature];
            at = (double.IsNaN(value) ? node.MissingLeft : value <= node.Threshold) ? node.Left : node.Right;
        }
    }

    internal double PredictBinned(BinnedMatrix data, int row)
    {
        int at = 0;
        while (true)
        {
            ref readonly TreeNode node = ref _nodes[at];
            if (node.Feature < 0)
            {
                return node.Value;
            }

            byte bin = data.Bins[node.Feature][row];
            at = (bin == data.Features[node.Feature].MissingBin ? node.MissingLeft : bin <= node.Bin) ? node.Left : node.Right;
        }
    }

    internal void Scale(double factor)
    {
        for (int i = 0; i < _nodes.Length; i++)
        {
            _nodes[i] = _nodes[i] with { Value = _nodes[i].Value * factor };
        }
    }

    internal void Shift(double offset)
    {
        for (int i = 0; i < _nodes.Length; i++)
        {
            _nodes[i] = _nodes[i] with { Value = _nodes[i].Value + offset };
        }
    }

    /// <summary>All trees as one array of numbers, for saving: for each tree its node count and then seven numbers a node.</summary>
    internal static double[] Export(IReadOnlyList<Tree> trees)
    {
        List<double> numbers = [];
        foreach (Tree tree in trees)
        {
            numbers.Add(tree._nodes.Length);
            foreach (TreeNode n in tree._nodes)
            {
                numbers.AddRange([n.Feature, n.Threshold, n.Bin, n.MissingLeft ? 1 : 0, n.Left, n.Right, n.Value]);
            }
        }

        return [.. numbers];
    }

    /// <summary>Reads what <see cref="Export"/> wrote.</summary>
    /// <exception cref="FormatException">The numbers do not describe trees over that many features.</exception>
    internal static Tree[] Import(ReadOnlySpan<double> numbers, int features)
    {
        List<Tree> trees = [];
        while (!numbers.IsEmpty)
        {
            int count = AsIndex(numbers[0], 1 + ((numbers.Length - 1) / Width));
            if (count == 0)
            {
                throw new FormatException("A saved tree has no nodes.");
            }

            TreeNode[] nodes = new TreeNode[count];
            for (int i = 0; i < count; i++)
            {
                nodes[i] = ImportNode(numbers.Slice(1 + (i * Width), Width), i, count, features);
            }

            trees.Add(new Tree(nodes));
            numbers = numbers[(1 + (count * Width))..];
        }

        return [.. trees];
    }

    // Children come after their parent, so a damaged file cannot make a walk run in circles.
    private static TreeNode ImportNode(ReadOnlySpan<double> v, int index, int count, int features)
    {
        if (v[0] == -1)
        {
            return TreeNode.Leaf(v[6]);
        }

        TreeNode node = new(AsIndex(v[0], features), v[1], (byte)AsIndex(v[2], 256), v[3] == 1, AsIndex(v[4], count),
            AsIndex(v[5], count), v[6]);
        return node.Left > index && node.Right > index
            ? node
            : throw new FormatException("A saved tree's node precedes its parent.");
    }

    private static int AsIndex(double value, int limit) => value >= 0 && value < limit && value == Math.Floor(value)
        ? (int)value
        : throw new FormatException($"A saved tree has {value} where a whole number below {limit} belongs.");
}
