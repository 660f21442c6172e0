using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Lm;

/// <summary>
/// A decoder over the columns of a row in any order. Position t reads the token of the column before it in the order and the
/// name of the column that comes next, and predicts that column's token by that column's own head: only tokens of the column
/// have a logit, so decoding is constrained to valid ones by construction.
/// </summary>
internal sealed class LmNetwork
{
    private readonly LmOptions _options;
    private readonly TokenInput _input;
    private readonly Parameter _next;
    private readonly Parameter?[] _groups;

    internal LmNetwork(TokenLayout layout, LmOptions options, RandomStream stream)
    {
        _options = options;
        Layout = layout;
        Active = [.. Enumerable.Range(0, layout.Columns.Length).Where(j => layout.Columns[j].Count > 1)];
        _input = new TokenInput(Store, layout, 0, options.Width, 1, false, stream.Child("input"));
        _next = Store.Add("next", layout.Columns.Length, options.Width);
        Initialiser.Normal(_next, 0.5, stream.Child("next"));
        DecoderOptions sizes = new() { Layers = options.Layers, Heads = options.Heads, Width = options.Width,
            Context = Math.Max(1, Active.Length), Dropout = options.Dropout };
        Decoder = new TransformerDecoder(Store, sizes, stream.Child("decoder"));
        TokenTarget[] targets = [.. layout.Columns.SelectMany((c, j) => TokenTarget.Of(j, c, options.Tokens))];
        Heads = [.. targets.Select((t, i) => new TokenHead(Store, $"head{i}", t, options.Width, stream.Child("head").Child(i)))];
        _groups = [.. targets.Select((t, i) => t.IsMember ? Groups(t, i, stream.Child("groups").Child(i)) : null)];
    }

    internal TokenLayout Layout { get; }

    internal ParameterStore Store { get; } = new();

    internal TransformerDecoder Decoder { get; }

    /// <summary>The columns of more than one token: the length of a row.</summary>
    internal int[] Active { get; }

    /// <summary>A head for each target.</summary>
    internal TokenHead[] Heads { get; }

    /// <summary>
    /// Input embeddings [positions × width]: what the batch marks as known of each position (the column before) and the next column.
    /// </summary>
    internal Node Embed(TokenBatch batch, int[][] tokens, ReadOnlySpan<int> rows, ReadOnlySpan<int> next) =>
        batch.Tape.Add(_input.Apply(batch, tokens, rows, null, Activation.Identity), batch.Tape.Embed(_next, next));

    /// <summary>Hidden states [rows·length × width].</summary>
    internal Node Hidden(Tape tape, Node embedded, int length, RandomStream? dropout) =>
        Decoder.Hidden(tape, dropout is null ? embedded : tape.Dropout(embedded, _options.Dropout, dropout), length, default, dropout);

    /// <summary>Logits of a target from the hidden states of the positions before its column.</summary>
    internal Node Logits(Tape tape, int head, Node hidden, ReadOnlySpan<int> groups)
    {
        if (_groups[head] is { } table)
        {
            hidden = tape.Activate(tape.Add(hidden, tape.Embed(table, groups)), Activation.Silu);
        }

        return Heads[head].Logits(tape, hidden, groups);
    }

    private Parameter Groups(TokenTarget target, int head, RandomStream stream)
    {
        Parameter table = Store.Add($"groups{head}", target.Split!.Groups, _options.Width);
        Initialiser.Normal(table, 0.5, stream);
        return table;
    }
}
