namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>The sizes of causal self-attention.</summary>
/// <param name="Sequences">The number of sequences in the batch.</param>
/// <param name="Tokens">Positions of each sequence.</param>
/// <param name="Heads">The number of heads.</param>
/// <param name="HeadWidth">Columns of each head.</param>
internal readonly record struct AttentionShape(int Sequences, int Tokens, int Heads, int HeadWidth)
{
    /// <summary>Columns of the output.</summary>
    public int Width => Heads * HeadWidth;

    /// <summary>From a row of the queries, keys and values to the next.</summary>
    public int Stride => 3 * Width;

    /// <summary>From a row of the probabilities to the next.</summary>
    public int Pitch => (Tokens + 15) & ~15;

    /// <summary>Values in the probabilities of one head of one sequence.</summary>
    public int Plane => Tokens * Pitch;

    /// <summary>1/√(head width).</summary>
    public float Scale => (float)(1 / Math.Sqrt(HeadWidth));
}
