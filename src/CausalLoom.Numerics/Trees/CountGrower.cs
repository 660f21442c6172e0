using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Grows the trees of a forest of 0/1 targets without weights and missing values: those of <see cref="TreeGrower.GrowDeep"/>, node for
/// node,
/// from counts. A child's sums are known from its parent's split, so leaves are made without looking at their rows.
/// A grower keeps its buffers between trees and serves one thread.
/// </summary>
internal sealed class CountGrower(BinnedMatrix data, GrowthOptions options)
{
    private readonly CountSearch _search = new(data, options);
    private readonly Stack<Pending> _pending = [];
    private readonly int[] _rows = new int[data.Rows];
    private readonly int[] _spare = new int[data.Rows];
    private readonly ulong[] _counts = new ulong[data.Rows];
    private TreeNode[] _nodes = new TreeNode[64];
    private int _made;

    /// <summary>Whether this grower serves such a forest.</summary>
    internal static bool Serves(BinnedMatrix data, ForestTask task, bool weighted, int draws) =>
        task == ForestTask.Classification && !weighted && draws <= CountSums.MostDraws
            && !Array.Exists(data.HasMissing, missing => missing);

    /// <summary>Grows a tree.</summary>
    /// <param name="draws">How often each row of the data was drawn.</param>
    /// <param name="targets">0 or 1 by row of the data.</param>
    /// <param name="features">The features to split on.</param>
    /// <param name="stream">What draws each node's features.</param>
    internal Tree Grow(int[] draws, double[] targets, int[] features, RandomStream stream)
    {
        _search.TakeTree(_counts, features, stream);
        Pending root = Begin(draws, targets);
        if (MaySplit(root))
        {
            _pending.Push(root);
        }

        while (_pending.TryPop(out Pending node))
        {
            ulong flat = node.Flat;
            (int feature, byte bin, ulong leftSums) = _search.Best(_rows.AsSpan(node.Start, node.Count), node.Sums, ref flat);
            if (feature >= 0)
            {
                Split(node with { Flat = flat }, feature, bin, leftSums);
            }
        }

        return new Tree(_nodes[.._made]);
    }

    private Pending Begin(int[] draws, double[] targets)
    {
        int kept = 0;
        ulong sums = 0;
        for (int i = 0; i < draws.Length; i++)
        {
            // Always written, kept where drawn: a guess would be wrong for every third row.
            _rows[kept] = i;
            ulong count = draws[i] > 0 ? CountSums.Of(draws[i], targets[i] != 0) : 0;
            _counts[i] = count;
            sums += count;
            kept += Unsafe.BitCast<bool, byte>(count != 0);
        }

        _made = 0;
        AddLeaf(sums);
        return new Pending(Node: 0, Depth: 0, Start: 0, Sums: sums, Flat: 0);
    }

    private bool MaySplit(Pending node) =>
        node.Depth < options.MaxDepth && node.Count >= 2L * options.MinLeafRows && node.Count >= Math.Max(2, options.MinSplitRows)
            && !CountSums.IsPure(node.Sums);

    private void Split(Pending node, int feature, byte bin, ulong leftSums)
    {
        int leftNode = _made;
        Pending left = new(leftNode, node.Depth + 1, node.Start, leftSums, node.Flat);
        Pending right = new(leftNode + 1, node.Depth + 1, node.Start + left.Count, node.Sums - leftSums, node.Flat);
        bool missingLeft = 2 * left.Count >= node.Count;
        AddLeaf(left.Sums);
        AddLeaf(right.Sums);
        _nodes[node.Node] = TreeNode.Parent(data.Features[feature], feature, bin, missingLeft, leftNode);
        bool splitsLeft = MaySplit(left), splitsRight = MaySplit(right);
        if (splitsLeft || splitsRight)
        {
            Partition(node, data.Bins[feature], bin);
        }

        if (splitsRight)
        {
            _pending.Push(right);
        }

        if (splitsLeft)
        {
            _pending.Push(left);
        }
    }

    private void AddLeaf(ulong sums)
    {
        if (_made == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * _made);
        }

        // The gradients of ones alone are −1: from 0 less their sum, as a sum over rows has it.
        double g = 0.0 - CountSums.Ones(sums), h = CountSums.Draws(sums);
        _nodes[_made++] = TreeNode.Leaf(-g / h);
    }

    // Both sides are written and one is kept: a guess at each row's side would be wrong half of the time.
    private void Partition(Pending node, byte[] bins, byte cut)
    {
        ref int row = ref _rows[node.Start], spare = ref MemoryMarshal.GetArrayDataReference(_spare);
        ref byte code = ref MemoryMarshal.GetArrayDataReference(bins);
        int left = 0, right = 0;
        for (int i = 0; i < node.Count; i++)
        {
            int r = Unsafe.Add(ref row, i);
            int goesRight = Unsafe.BitCast<bool, byte>(Unsafe.Add(ref code, (uint)r) > cut);
            Unsafe.Add(ref row, left) = r;
            Unsafe.Add(ref spare, right) = r;
            left += 1 - goesRight;
            right += goesRight;
        }

        _spare.AsSpan(0, right).CopyTo(_rows.AsSpan(node.Start + left));
    }

    private readonly record struct Pending(int Node, int Depth, int Start, ulong Sums, ulong Flat)
    {
        internal int Count => CountSums.Rows(Sums);
    }
}
