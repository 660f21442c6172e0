using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Transformer;

/// <summary>
/// Generates with a decoder: feeds a batch of sequences one position at a time, keeping the keys and values of earlier
/// positions, so that a step costs no more than its own position. The hidden states and logits are, bit for bit, those that
/// the full forward pass gives (adapters must be merged first). One session, one thread.
/// </summary>
public sealed unsafe class DecoderSession
{
    private readonly TransformerDecoder _decoder;
    private readonly DecoderCache _cache;
    private readonly FloatArena _arena = new();
    private readonly PinnedFloats _hidden, _logits;

    /// <summary>A session at position 0.</summary>
    /// <param name="decoder">The decoder; its weights must not change during the session.</param>
    /// <param name="sequences">The number of sequences.</param>
    /// <param name="positions">The most positions that will be fed, at most the decoder's context.</param>
    public DecoderSession(TransformerDecoder decoder, int sequences, int positions)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequences);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(positions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(positions, decoder.Options.Context);
        if (decoder.Blocks.Any(b => b.Adapter is not null))
        {
            throw new InvalidOperationException("Merge the adapters before generating.");
        }

        _decoder = decoder;
        _cache = new DecoderCache(decoder.Options, sequences, positions);
        Sequences = sequences;
        _hidden = new PinnedFloats(sequences * decoder.Options.Width);
        _logits = new PinnedFloats(Math.Max(1, checked(sequences * decoder.Options.Vocabulary)));
    }

    /// <summary>The number of sequences.</summary>
    public int Sequences { get; private set; }

    /// <summary>Positions fed so far.</summary>
    public int Position { get; private set; }

    /// <summary>Hidden states of the last position fed [sequences × width].</summary>
    public Span<float> Hidden => _hidden.Span(_hidden.Pointer, Sequences * _decoder.Options.Width);

    /// <summary>Feeds one token to each sequence.</summary>
    /// <param name="tokens">A token for each sequence; negative embeds as its position alone.</param>
    /// <returns>Hidden states of this position [sequences × width], valid until the next step.</returns>
    public ReadOnlySpan<float> Step(ReadOnlySpan<int> tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tokens.Length, Sequences);
        Parameter table = _decoder.RequireTable();
        _arena.Reset();
        int width = _decoder.Options.Width;
        float* x = _arena.Take(Sequences * width), position = _decoder.PositionTable.ValuePointer + ((nint)Position * width);
        for (int s = 0; s < tokens.Length; s++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tokens[s], table.Rows, nameof(tokens));
            float* row = x + ((nint)s * width);
            new Span<float>(row, width).Clear();
            if (tokens[s] >= 0)
            {
                ElementKernels.AddScaled(row, table.ValuePointer + ((nint)tokens[s] * width), 1, row, width);
            }

            ElementKernels.AddScaled(row, position, 1, row, width);
        }

        return Advance(x);
    }

    /// <summary>Feeds one input embedding to each sequence, positions included.</summary>
    /// <param name="embeddings">[sequences × width].</param>
    /// <returns>Hidden states of this position [sequences × width], valid until the next step.</returns>
    public ReadOnlySpan<float> Step(ReadOnlySpan<float> embeddings)
    {
        int length = Sequences * _decoder.Options.Width;
        ArgumentOutOfRangeException.ThrowIfNotEqual(embeddings.Length, length);
        _arena.Reset();
        float* x = _arena.Take(length);
        embeddings.CopyTo(new Span<float>(x, length));
        return Advance(x);
    }

    /// <summary>Logits of the token after the last position fed [sequences × vocabulary], valid until the next call.</summary>
    public Span<float> Logits()
    {
        Parameter table = _decoder.RequireTable();
        Gemm.Multiply(GemmKind.NT, Sequences, table.Rows, table.Columns, _hidden.Pointer, table.ValuePointer, _logits.Pointer, false, null);
        return _logits.Span(_logits.Pointer, Sequences * table.Rows);
    }

    /// <summary>Goes on with some of the sequences, in that order (ascending); the others are forgotten.</summary>
    public void Retain(ReadOnlySpan<int> sequences)
    {
        int width = _decoder.Options.Width;
        for (int s = 0; s < sequences.Length; s++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequences[s], (uint)Sequences, nameof(sequences));
            ArgumentOutOfRangeException.ThrowIfLessThan(sequences[s], s == 0 ? 0 : sequences[s - 1] + 1, nameof(sequences));
            Hidden.Slice(sequences[s] * width, width).CopyTo(Hidden[(s * width)..]);
        }

        _cache.Retain(sequences, Position);
        Sequences = sequences.Length;
    }

    /// <summary>Begins again at position 0 with that many sequences, at most those of the start.</summary>
    public void Restart(int sequences)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequences);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequences, _cache.Sequences);
        Sequences = sequences;
        Position = 0;
    }

    private ReadOnlySpan<float> Advance(float* x)
    {
        if (Position == _cache.Positions)
        {
            throw new InvalidOperationException($"The session has room for {_cache.Positions} positions.");
        }

        DecoderOptions options = _decoder.Options;
        int width = options.Width, length = Sequences * width;
        float* normal = _arena.Take(length), projected = _arena.Take(3 * length), attended = _arena.Take(length);
        float* inner = _arena.Take(Sequences * options.FeedForwardWidth), inverse = _arena.Take(Sequences),
            scores = _arena.Take(_cache.Positions + 16);
        for (int layer = 0; layer < _decoder.Blocks.Count; layer++)
        {
            DecoderBlock block = _decoder.Blocks[layer];
            Normalise(block.AttentionNorm, x, normal, inverse);
            Linear(normal, block.AttentionIn, block.AttentionInBias, projected);
            _cache.Attend(layer, Sequences, Position, projected, attended, scores);
            Residual(x, attended, block.AttentionOut, block.AttentionOutBias);
            Normalise(block.FeedForwardNorm, x, normal, inverse);
            Linear(normal, block.FeedForwardIn, block.FeedForwardInBias, inner);
            ActivationKernels.Forward(Activation.Gelu, inner, inner, Sequences * options.FeedForwardWidth);
            Residual(x, inner, block.FeedForwardOut, block.FeedForwardOutBias);
        }

        Normalise(_decoder.FinalNorm, x, _hidden.Pointer, inverse);
        Position++;
        GC.KeepAlive(_decoder);
        return Hidden;
    }

    private void Normalise(LayerNormLayer layer, float* x, float* y, float* inverse)
    {
        int columns = layer.Scale.Length;
        RowKernels.Standardise(x, Sequences, columns, layer.Epsilon, y, inverse);
        RowKernels.ScaleShift(y, Sequences, columns, layer.Scale.ValuePointer, layer.Shift.ValuePointer, y);
    }

    private void Linear(float* x, Parameter weight, Parameter bias, float* y) =>
        Gemm.Multiply(GemmKind.NN, Sequences, weight.Columns, weight.Rows, x, weight.ValuePointer, y, false, bias.ValuePointer);

    private void Residual(float* x, float* inner, Parameter weight, Parameter bias)
    {
        RowKernels.AddRow(x, bias.ValuePointer, Sequences, weight.Columns, x);
        Gemm.Multiply(GemmKind.NN, Sequences, weight.Columns, weight.Rows, inner, weight.ValuePointer, x, true, null);
    }
}
