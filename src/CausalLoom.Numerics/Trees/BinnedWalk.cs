using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CausalLoom.Numerics.Trees;

/// <summary>Walks rows of a binned matrix down trees that were grown on its bins in this process. Serves one thread.</summary>
internal sealed class BinnedWalk
{
    private readonly byte[] _missingBins;
    private readonly byte[] _codes;
    private readonly int _columns;
    private Packed[] _nodes = [];

    internal BinnedWalk(BinnedMatrix data)
    {
        _missingBins = [.. data.Features.Select(f => (byte)f.MissingBin)];
        _columns = data.Columns;

        // Row after row: a walk asks for many features of one row.
        _codes = new byte[(long)data.Rows * _columns];
        for (int j = 0; j < _columns; j++)
        {
            byte[] column = data.Bins[j];
            for (int i = 0, at = j; i < column.Length; i++, at += _columns)
            {
                _codes[at] = column[i];
            }
        }
    }

    private BinnedWalk(BinnedWalk other) => (_missingBins, _codes, _columns) = (other._missingBins, other._codes, other._columns);

    /// <summary>The same rows, which are only read, with a tree of its own.</summary>
    internal BinnedWalk ForAnotherThread() => new(this);

    /// <summary>Takes up a tree.</summary>
    internal void Take(Tree tree)
    {
        ReadOnlySpan<TreeNode> nodes = tree.Nodes;
        if (_nodes.Length < nodes.Length)
        {
            _nodes = new Packed[nodes.Length];
        }

        for (int i = 0; i < nodes.Length; i++)
        {
            TreeNode node = nodes[i];
            _nodes[i] = node.Feature < 0 ? new Packed(i, 0, byte.MaxValue, 0)
                : new Packed(node.Left, node.Feature, node.Bin, node.MissingLeft ? _missingBins[node.Feature] : node.Bin);
        }
    }

    /// <summary>The leaf of each row in the tree.</summary>
    internal void Leaves(ReadOnlySpan<int> rows, Span<int> leaves) => TreeWalk.Leaves(new Step(_nodes, _codes, _columns), rows, leaves);

    // A grower's children stand side by side: the right one is Left + 1. A leaf's Left is itself, and no bin lies above its own.
    private readonly record struct Packed(int Left, int Feature, byte Bin, byte LeftToo);

    private readonly struct Step(Packed[] nodes, byte[] codes, int columns) : IWalkStep
    {
        // Missing bins lie above all others, so they go right by themselves. A child is found by adding, not by branching.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Next(int node, int row)
        {
            ref readonly Packed at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(nodes), (uint)node);
            int bin = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(codes), (uint)((row * columns) + at.Feature));
            return at.Left + Unsafe.BitCast<bool, byte>(bin > at.Bin & bin != at.LeftToo);
        }
    }
}
