using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>
/// The network of one target: features of the known cells → hidden (SiLU), further residual hidden layers → logits.
/// </summary>
internal sealed class ArgnNetwork
{
    private readonly ArgnOptions _options;
    private readonly TokenInput _input;
    private readonly LinearLayer[] _layers;
    private readonly TokenHead _head;

    internal ArgnNetwork(TokenLayout layout, TokenTarget target, ArgnOptions options, RandomStream stream)
    {
        _options = options;
        int groups = target.IsMember ? target.Split!.Groups : 0, width = options.Hidden;
        _input = new TokenInput(Store, layout, groups, width, layout.Columns.Length, true, stream);
        _layers = [.. Enumerable.Range(1, options.Layers - 1)
            .Select(l => new LinearLayer(Store, $"layer{l}", width, width, stream.Child("layer").Child(l)))];
        _head = new TokenHead(Store, "output", target, width, stream.Child("output"));
    }

    internal TokenTarget Target => _head.Target;

    internal ParameterStore Store { get; } = new();

    /// <summary>Logits [rows × outcomes] from what <paramref name="batch"/> says is known of the rows.</summary>
    internal Node Logits(TokenBatch batch, int[][] tokens, ReadOnlySpan<int> rows, RandomStream? dropout)
    {
        Tape tape = batch.Tape;
        Node h = Drop(tape, _input.Apply(batch, tokens, rows, Target, Activation.Silu), dropout);
        foreach (LinearLayer layer in _layers)
        {
            h = tape.Add(h, Drop(tape, layer.Apply(tape, h, Activation.Silu), dropout));
        }

        return _head.Logits(tape, h, Target.IsMember ? batch.Groups(tokens, rows, Target) : []);
    }

    private Node Drop(Tape tape, Node h, RandomStream? stream) =>
        stream is null || _options.Dropout == 0 ? h : tape.Dropout(h, _options.Dropout, stream);
}
