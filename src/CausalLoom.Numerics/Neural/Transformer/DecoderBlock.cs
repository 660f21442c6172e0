using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural.Transformer;

/// <summary>One block of a decoder: x + attention(norm x), then + feed-forward(norm of that).</summary>
public sealed class DecoderBlock
{
    private readonly DecoderOptions _options;

    internal DecoderBlock(ParameterStore store, string name, DecoderOptions options, RandomStream? stream)
    {
        _options = options;
        int width = options.Width, inner = options.FeedForwardWidth;
        double begin = options.InitialDeviation, end = begin / Math.Sqrt(2 * options.Layers);
        AttentionNorm = new LayerNormLayer(store, name + ".norm1", width, options.Epsilon);
        AttentionIn = Weight(store, name + ".attention_in", width, 3 * width, begin, stream);
        AttentionInBias = store.Add(name + ".attention_in.bias", 1, 3 * width);
        AttentionOut = Weight(store, name + ".attention_out", width, width, end, stream);
        AttentionOutBias = store.Add(name + ".attention_out.bias", 1, width);
        FeedForwardNorm = new LayerNormLayer(store, name + ".norm2", width, options.Epsilon);
        FeedForwardIn = Weight(store, name + ".inner_in", width, inner, begin, stream);
        FeedForwardInBias = store.Add(name + ".inner_in.bias", 1, inner);
        FeedForwardOut = Weight(store, name + ".inner_out", inner, width, end, stream);
        FeedForwardOutBias = store.Add(name + ".inner_out.bias", 1, width);
    }

    /// <summary>Normalisation before attention.</summary>
    public LayerNormLayer AttentionNorm { get; }

    /// <summary>Queries, keys and values side by side [width × 3·width].</summary>
    public Parameter AttentionIn { get; }

    /// <summary>Its bias.</summary>
    public Parameter AttentionInBias { get; }

    /// <summary>The projection after attention [width × width].</summary>
    public Parameter AttentionOut { get; }

    /// <summary>Its bias.</summary>
    public Parameter AttentionOutBias { get; }

    /// <summary>Normalisation before the feed-forward branch.</summary>
    public LayerNormLayer FeedForwardNorm { get; }

    /// <summary>Its first layer [width × inner].</summary>
    public Parameter FeedForwardIn { get; }

    /// <summary>Its bias.</summary>
    public Parameter FeedForwardInBias { get; }

    /// <summary>Its second layer [inner × width].</summary>
    public Parameter FeedForwardOut { get; }

    /// <summary>Its bias.</summary>
    public Parameter FeedForwardOutBias { get; }

    /// <summary>A low-rank change of <see cref="AttentionIn"/>, or null.</summary>
    public LowRankAdapter? Adapter { get; internal set; }

    internal Node Apply(Tape tape, Node x, int tokens, ReadOnlySpan<int> lengths, RandomStream? dropout)
    {
        Node normal = AttentionNorm.Apply(tape, x);
        Node projected = tape.Linear(normal, AttentionIn, AttentionInBias);
        projected = Adapter is null ? projected : Adapter.Apply(tape, normal, projected);
        Node attended = tape.CausalAttention(projected, tokens, _options.Heads, lengths);
        x = Branch(tape, x, attended, AttentionOut, AttentionOutBias, dropout);
        Node inner = tape.Linear(FeedForwardNorm.Apply(tape, x), FeedForwardIn, FeedForwardInBias, Activation.Gelu);
        return Branch(tape, x, inner, FeedForwardOut, FeedForwardOutBias, dropout);
    }

    private static Parameter Weight(ParameterStore store, string name, int rows, int columns, double deviation, RandomStream? stream)
    {
        Parameter weight = store.Add(name + ".weight", rows, columns);
        if (stream is not null)
        {
            Initialiser.Normal(weight, deviation, stream.Child(name));
        }

        return weight;
    }

    private Node Branch(Tape tape, Node x, Node inner, Parameter weight, Parameter bias, RandomStream? dropout)
    {
        if (dropout is null || !tape.Training || _options.Dropout == 0)
        {
            return tape.ResidualLinear(x, inner, weight, bias);
        }

        return tape.Add(x, tape.Dropout(tape.Linear(inner, weight, bias), _options.Dropout, dropout));
    }
}
