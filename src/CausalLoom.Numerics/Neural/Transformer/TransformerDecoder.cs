using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural.Transformer;

/// <summary>
/// A decoder-only transformer of GPT-2's architecture: token and position embeddings, pre-normalised blocks of causal
/// attention and GELU feed-forward, a last normalisation, and an output head tied to the token embedding. Callers with their
/// own inputs use <see cref="Hidden"/> alone. Sequences shorter than the batch's are padded at their end.
/// </summary>
public sealed class TransformerDecoder
{
    private readonly DecoderBlock[] _blocks;
    private int[] _positions = [];

    /// <summary>Adds the network to a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="stream">Where starting weights come from, or null to leave weights at 0 for the caller to fill in.</param>
    /// <param name="name">Prefix of the parameter names.</param>
    public TransformerDecoder(ParameterStore store, DecoderOptions options, RandomStream? stream, string name = "decoder")
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Store = store;
        Options = options;
        if (options.Vocabulary > 0)
        {
            TokenTable = Table(name + ".tokens", options.Vocabulary, stream);
        }

        PositionTable = Table(name + ".positions", options.Context, stream);
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => new DecoderBlock(store, $"{name}.{i}", options, stream))];
        FinalNorm = new LayerNormLayer(store, name + ".norm", options.Width, options.Epsilon);
    }

    /// <summary>The sizes.</summary>
    public DecoderOptions Options { get; }

    /// <summary>What the parameters belong to.</summary>
    public ParameterStore Store { get; }

    /// <summary>Token embedding and output head [vocabulary × width], or null where there is no vocabulary.</summary>
    public Parameter? TokenTable { get; }

    /// <summary>Position embedding [context × width].</summary>
    public Parameter PositionTable { get; }

    /// <summary>The blocks, first to last.</summary>
    public IReadOnlyList<DecoderBlock> Blocks => _blocks;

    /// <summary>The normalisation after the last block.</summary>
    public LayerNormLayer FinalNorm { get; }

    /// <summary>Token and position embeddings.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="tokens">[sequences × length], row-major; negative = padding, which embeds as its position alone.</param>
    /// <param name="length">Tokens of each sequence.</param>
    /// <param name="dropout">Where dropout masks come from, or null for none.</param>
    /// <returns>[sequences·length × width].</returns>
    public Node Embed(Tape tape, ReadOnlySpan<int> tokens, int length, RandomStream? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        Node x = tape.Add(tape.Embed(RequireTable(), tokens), Positions(tape, tokens.Length, length));
        return dropout is null ? x : tape.Dropout(x, Options.Dropout, dropout);
    }

    /// <summary>The learned position embeddings of a batch, for callers with their own token embeddings to add.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="rows">Sequences times length.</param>
    /// <param name="length">Tokens of each sequence.</param>
    /// <returns>[rows × width].</returns>
    public Node Positions(Tape tape, int rows, int length)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Options.Context);
        int[] positions = _positions;
        if (positions.Length < rows)
        {
            // Training, one thread's, keeps them; whoever draws may not be alone.
            positions = new int[rows];
            _positions = tape.Training ? positions : _positions;
        }
        else if (!tape.Training)
        {
            positions = new int[rows];
        }

        for (int i = 0; i < rows; i++)
        {
            positions[i] = i % length;
        }

        return tape.Embed(PositionTable, positions.AsSpan(0, rows));
    }

    /// <summary>All blocks and the last normalisation, on any input embeddings.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">[sequences·length × width]; positions are the caller's to add.</param>
    /// <param name="length">Tokens of each sequence.</param>
    /// <param name="lengths">Tokens in use of each sequence, or empty for all; hidden states beyond mean nothing.</param>
    /// <param name="dropout">Where dropout masks come from, or null for none.</param>
    /// <returns>Hidden states [sequences·length × width].</returns>
    public Node Hidden(Tape tape, Node input, int length, ReadOnlySpan<int> lengths = default, RandomStream? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        Node x = input;
        foreach (DecoderBlock block in _blocks)
        {
            x = block.Apply(tape, x, length, lengths, dropout);
        }

        return FinalNorm.Apply(tape, x);
    }

    /// <summary>Logits of the next token [sequences·length × vocabulary].</summary>
    public Node Logits(Tape tape, Node hidden)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.TiedHead(hidden, RequireTable());
    }

    /// <summary>Loss: mean cross-entropy of the next token over the rows with a target (negative = none).</summary>
    public Node CrossEntropy(Tape tape, Node hidden, ReadOnlySpan<int> targets)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.TiedCrossEntropy(hidden, RequireTable(), targets);
    }

    /// <summary>Freezes this network and adds low-rank adapters to the attention inputs of all blocks.</summary>
    /// <param name="adapters">A store of their own, for the optimiser.</param>
    /// <param name="rank">Their rank.</param>
    /// <param name="alpha">Their scale times the rank.</param>
    /// <param name="stream">Where their starting values come from.</param>
    public void Adapt(ParameterStore adapters, int rank, double alpha, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Store.Frozen = true;
        for (int i = 0; i < _blocks.Length; i++)
        {
            _blocks[i].Adapter = new LowRankAdapter(adapters, $"adapter.{i}", Options.Width, 3 * Options.Width, rank, alpha,
                stream.Child(i));
        }
    }

    /// <summary>Adds the adapters' changes to the weights, drops the adapters and thaws the network.</summary>
    public void MergeAdapters()
    {
        foreach (DecoderBlock block in _blocks)
        {
            block.Adapter?.MergeInto(block.AttentionIn);
            block.Adapter = null;
        }

        Store.Frozen = false;
    }

    internal Parameter RequireTable() =>
        TokenTable ?? throw new InvalidOperationException("This decoder has no vocabulary: give it embeddings and use its hidden states.");

    private Parameter Table(string name, int rows, RandomStream? stream)
    {
        Parameter table = Store.Add(name, rows, Options.Width);
        if (stream is not null)
        {
            Initialiser.Normal(table, Options.InitialDeviation, stream.Child(name));
        }

        return table;
    }
}
