namespace CausalLoom.Numerics.Trees;

/// <summary>A split of a node's rows and what it gains; <see cref="Feature"/> is −1 where no split is allowed.</summary>
internal readonly record struct Split(int Feature, byte Bin, bool MissingLeft, double Gain, NodeSums Left)
{
    internal static Split None => new(-1, 0, false, 0, default);

    internal bool Exists => Feature >= 0;
}
