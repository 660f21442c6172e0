namespace CausalLoom.Numerics.Neural;

/// <summary>A range of columns of a node, such as the one-hot block of one variable.</summary>
/// <param name="Start">The first column, from 0.</param>
/// <param name="Length">The number of columns, at least 1.</param>
public readonly record struct Segment(int Start, int Length)
{
    /// <summary>The column after the last one.</summary>
    public int End => Start + Length;
}
