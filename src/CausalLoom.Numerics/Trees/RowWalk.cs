using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Trees;

/// <summary>Walks rows of features down trees, grown here or read from a file. Serves one thread.</summary>
internal sealed class RowWalk(Matrix x)
{
    /// <summary>Fewer rows are not worth packing a tree.</summary>
    private const int FewRows = 32;

    private Packed[] _nodes = [];

    /// <summary>The leaf of each row.</summary>
    /// <param name="tree">A tree over the matrix's columns.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="leaves">Their leaves.</param>
    internal void Leaves(Tree tree, ReadOnlySpan<int> rows, Span<int> leaves)
    {
        if (rows.Length >= FewRows && Pack(tree.Nodes))
        {
            TreeWalk.Leaves(new Step(_nodes, x.Data, x.Columns), rows, leaves);
            return;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            leaves[i] = tree.LeafOf(x.Row(rows[i]));
        }
    }

    // False where children do not stand side by side: nobody here writes such a tree, but a file may hold one.
    private bool Pack(ReadOnlySpan<TreeNode> nodes)
    {
        if (_nodes.Length < nodes.Length)
        {
            _nodes = new Packed[nodes.Length];
        }

        for (int i = 0; i < nodes.Length; i++)
        {
            ref readonly TreeNode node = ref nodes[i];
            if (node.Feature < 0)
            {
                _nodes[i] = new Packed(double.PositiveInfinity, i, 0, MissingRight: false);
                continue;
            }

            if (node.Right != node.Left + 1)
            {
                return false;
            }

            _nodes[i] = new Packed(node.Threshold, node.Left, node.Feature, !node.MissingLeft);
        }

        return true;
    }

    // The right child is Left + 1. A leaf's Left is itself, and no value lies above its threshold.
    private readonly record struct Packed(double Threshold, int Left, int Feature, bool MissingRight);

    private readonly struct Step(Packed[] nodes, double[] values, int columns) : IWalkStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Next(int node, int row)
        {
            ref readonly Packed at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(nodes), (uint)node);
            double value = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), (uint)((row * columns) + at.Feature));
            return at.Left + Unsafe.BitCast<bool, byte>(value > at.Threshold | (double.IsNaN(value) & at.MissingRight));
        }
    }
}
