namespace CausalLoom.Numerics.Trees;

/// <summary>A node of a <see cref="Tree"/>: a split where <paramref name="Feature"/> ≥ 0, otherwise a leaf.</summary>
/// <param name="Feature">The feature that is split on, or −1 for a leaf.</param>
/// <param name="Threshold">Values ≤ this go left; +∞ where only missing values go right.</param>
/// <param name="Bin">The last bin that goes left: <paramref name="Threshold"/> on binned rows.</param>
/// <param name="MissingLeft">Whether missing values go left.</param>
/// <param name="Left">The left child's index.</param>
/// <param name="Right">The right child's index.</param>
/// <param name="Value">The leaf's value.</param>
public readonly record struct TreeNode(int Feature, double Threshold, byte Bin, bool MissingLeft, int Left, int Right, double Value)
{
    /// <summary>A leaf of that value.</summary>
    public static TreeNode Leaf(double value) => new(-1, 0, 0, false, -1, -1, value);

    /// <summary>A split of two children that stand side by side.</summary>
    internal static TreeNode Parent(FeatureBins bins, int feature, byte bin, bool missingLeft, int left)
    {
        double threshold = bin < bins.Thresholds.Length ? bins.Thresholds[bin] : double.PositiveInfinity;
        return new TreeNode(feature, threshold, bin, missingLeft, left, left + 1, 0);
    }
}
