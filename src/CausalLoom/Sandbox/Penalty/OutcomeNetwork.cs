using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// Decoder: [z, x, t] → hidden … → heads of Y(0) and Y(1) [rows × heads]. With a base of its own, a second network [z, x] → hidden … → 1 is
/// added to the logit or mean of both potential outcomes in both arms: it bears what the request leaves free, so that the steep price of τ
/// and κ
/// does not slow it. With a latent, encoder: y, or [y, x, t] → hidden … → μ and log σ² of z.
/// </summary>
internal sealed class OutcomeNetwork
{
    private readonly LinearLayer[] _encoder, _decoder, _base;
    private readonly LinearLayer? _mean, _logVariance, _level;
    private readonly LinearLayer _heads;

    internal OutcomeNetwork(int features, OutcomeHeads heads, PenaltyOptions options, RandomStream stream)
    {
        (Heads, Latent, Features, EncoderSees, Activation, Widths) = (heads, options.OutcomeLatent, features, options.EncoderSeesCovariates,
            options.Covariates.Activation, options.OutcomeWidths);
        _encoder = [];
        if (Latent > 0)
        {
            (_encoder, int code) = Stack("encoder", EncoderSees ? features + 2 : 1, options.OutcomeWidths, stream);
            _mean = new LinearLayer(Store, "mean", code, Latent, stream.Child("mean"));
            _logVariance = new LinearLayer(Store, "log_variance", code, Latent, stream.Child("log_variance"));
        }

        (_decoder, int width) = Stack("decoder", Latent + features + 1, [.. options.OutcomeWidths.Reverse()], stream);
        _heads = new LinearLayer(Store, "heads", width, heads.Width, stream.Child("heads"));
        _base = [];
        if (options.SeparateBase)
        {
            (_base, width) = Stack("base", Latent + features, options.OutcomeWidths, stream);
            _level = new LinearLayer(Store, "level", width, 1, stream.Child("level"));
        }
    }

    internal ParameterStore Store { get; } = new();

    internal OutcomeHeads Heads { get; }

    internal int Latent { get; }

    internal int Features { get; }

    internal bool EncoderSees { get; }

    internal bool HasBase => _level is not null;

    internal Activation Activation { get; }

    internal IReadOnlyList<int> Widths { get; }

    /// <summary>μ and log σ² of z.</summary>
    /// <param name="tape">Records the pass.</param>
    /// <param name="y">[rows × 1].</param>
    /// <param name="x">[rows × features].</param>
    /// <param name="arms">[rows × 1].</param>
    internal (Node Mean, Node LogVariance) Encode(Tape tape, Node y, Node x, Node arms)
    {
        Node h = EncoderSees ? tape.Concat(y, x, arms) : y;
        foreach (LinearLayer layer in _encoder)
        {
            h = layer.Apply(tape, h, Activation);
        }

        return (_mean!.Apply(tape, h), _logVariance!.Apply(tape, h));
    }

    /// <summary>The heads of rows in either arm, at the same z.</summary>
    internal Node[] Decode(Tape tape, Node? z, Node x)
    {
        Node known = z is null ? x : tape.Concat(z, x);
        Node? level = Level(tape, known);
        return [Decode(tape, known, level, 0), Decode(tape, known, level, 1)];
    }

    private Node Decode(Tape tape, Node known, Node? level, int arm)
    {
        Node arms = tape.Input(known.Rows, 1);
        arms.Value.Fill(arm);
        Node h = tape.Concat(known, arms);
        foreach (LinearLayer layer in _decoder)
        {
            h = layer.Apply(tape, h, Activation);
        }

        h = _heads.Apply(tape, h);
        return level is null ? h : tape.Add(h, level);
    }

    /// <summary>The base beside itself, and nothing for the variances: [rows × heads].</summary>
    private Node? Level(Tape tape, Node known)
    {
        if (_level is null)
        {
            return null;
        }

        Node h = known;
        foreach (LinearLayer layer in _base)
        {
            h = layer.Apply(tape, h, Activation);
        }

        h = _level.Apply(tape, h);
        if (Heads.IsBinary)
        {
            return tape.Concat(h, h);
        }

        Node none = tape.Input(known.Rows, Heads.Width - 2);
        none.Value.Clear();
        return tape.Concat(h, h, none);
    }

    private (LinearLayer[] Layers, int Width) Stack(string name, int inputs, IReadOnlyList<int> widths, RandomStream stream)
    {
        LinearLayer[] layers = new LinearLayer[widths.Count];
        for (int l = 0; l < layers.Length; l++)
        {
            layers[l] = new LinearLayer(Store, $"{name}{l}", inputs, widths[l], stream.Child(name).Child(l));
            inputs = widths[l];
        }

        return (layers, inputs);
    }
}
