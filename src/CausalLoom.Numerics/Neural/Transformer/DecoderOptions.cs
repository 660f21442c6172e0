namespace CausalLoom.Numerics.Neural.Transformer;

/// <summary>
/// The sizes of a <see cref="TransformerDecoder"/>, which is GPT-2's (Radford and others, "Language models are unsupervised
/// multitask learners", 2019): layers normalised before each branch, learned positions, GELU, an output head tied to the
/// embedding. The defaults are those of the training step in docs/performance.md.
/// </summary>
public sealed record DecoderOptions
{
    /// <summary>The number of blocks.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>The number of attention heads, which divides <see cref="Width"/>.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Columns of the hidden states.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Columns inside the feed-forward branch, or 0 for four times the width.</summary>
    public int InnerWidth { get; init; }

    /// <summary>The most positions a sequence can have.</summary>
    public int Context { get; init; } = 256;

    /// <summary>The number of tokens, or 0 where the caller has its own input embeddings and heads.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Dropout of the embeddings and of both branches (not of the attention probabilities) while training.</summary>
    public double Dropout { get; init; }

    /// <summary>Added to the variance in layer normalisation.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Standard deviation of starting weights; those that end a branch have it divided by √(2 · layers), as in GPT-2.</summary>
    public double InitialDeviation { get; init; } = 0.02;

    /// <summary>The width of the feed-forward branch as it is.</summary>
    public int FeedForwardWidth => InnerWidth > 0 ? InnerWidth : 4 * Width;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Layers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Heads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Context);
        ArgumentOutOfRangeException.ThrowIfNegative(Vocabulary);
        if (Width % Heads != 0)
        {
            throw new ArgumentException($"A width of {Width} does not divide into {Heads} heads.");
        }
    }
}
