namespace CausalLoom.Numerics.Trees;

/// <summary>Walks rows of a binned matrix down grown trees. Serves one thread.</summary>
internal sealed class BinnedWalk(BinnedMatrix data)
{
    private readonly byte[] _missingBins = [.. data.Features.Select(f => (byte)f.MissingBin)];
    private Packed[] _nodes = [];

    /// <summary>Takes up a tree that was grown on these bins in this process.</summary>
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
            _nodes[i] = node.Feature < 0 ? default : new Packed(node.Left, node.Feature, node.Bin, node.MissingLeft ? _missingBins[node.Feature] : node.Bin);
        }
    }

    // Missing bins lie above all others, so they go right by themselves. A child is found by adding, not by branching.
    internal int LeafOf(int row)
    {
        int at = 0;
        Packed node = _nodes[0];
        while (node.Left > 0)
        {
            int bin = data.Bins[node.Feature][row];
            at = node.Left + (bin > node.Bin & bin != node.LeftToo ? 1 : 0);
            node = _nodes[at];
        }

        return at;
    }

    // A grower's children stand side by side: the right one is Left + 1. A leaf has Left 0.
    private readonly record struct Packed(int Left, int Feature, byte Bin, byte LeftToo);
}
