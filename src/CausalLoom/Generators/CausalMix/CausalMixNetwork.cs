using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// Encoder: coded row → hidden … → μ and log σ² [rows × latent]. Decoder: [latent, arm] → hidden … → one fused head matrix
/// [rows × heads] (<see cref="CausalMixHeads"/>). The encoder never sees the arm, so that z means the same in both.
/// </summary>
internal sealed class CausalMixNetwork
{
    private readonly CausalMixOptions _options;
    private readonly LinearLayer[] _encoder, _decoder;
    private readonly LinearLayer _mean, _logVariance, _heads;

    internal CausalMixNetwork(CausalMixHeads heads, CausalMixOptions options, bool hasArms, RandomStream stream)
    {
        (_options, Heads, HasArms) = (options, heads, hasArms);
        HeadLayout layout = heads.Layout;
        Latent = options.LatentFor(layout.Columns.Count);
        int inputs = options.OneHotInputs ? layout.InputWidth : layout.Values + layout.BlockColumns.Length;
        (_encoder, int width) = Stack("encoder", inputs, options.Widths, stream);
        _mean = new LinearLayer(Store, "mean", width, Latent, stream.Child("mean"));
        _logVariance = new LinearLayer(Store, "log_variance", width, Latent, stream.Child("log_variance"));
        (_decoder, width) = Stack("decoder", Latent + (hasArms ? 1 : 0), [.. options.Widths.Reverse()], stream);
        _heads = new LinearLayer(Store, "heads", width, heads.Width, stream.Child("heads"));
    }

    internal ParameterStore Store { get; } = new();

    internal CausalMixHeads Heads { get; }

    internal bool HasArms { get; }

    internal int Latent { get; }

    /// <summary>μ and log σ² of coded rows.</summary>
    internal (Node Mean, Node LogVariance) Encode(Tape tape, ModeSpecificRows coded, ReadOnlySpan<int> rows)
    {
        Node x = _options.OneHotInputs ? Indicators(tape, coded, rows)
            : _encoder[0].Apply(tape, Codes(tape, coded, rows), _options.Activation);
        for (int l = 1; l < _encoder.Length; l++)
        {
            x = _encoder[l].Apply(tape, x, _options.Activation);
        }

        return (_mean.Apply(tape, x), _logVariance.Apply(tape, x));
    }

    /// <summary>The heads of latent codes in arms; arms are empty for a network without.</summary>
    internal Node Decode(Tape tape, Node z, ReadOnlySpan<int> arms)
    {
        if (HasArms)
        {
            Node arm = tape.Input(z.Rows, 1);
            for (int i = 0; i < arms.Length; i++)
            {
                arm.Value[i] = arms[i];
            }

            z = tape.Concat(z, arm);
        }

        foreach (LinearLayer layer in _decoder)
        {
            z = layer.Apply(tape, z, _options.Activation);
        }

        return _heads.Apply(tape, z);
    }

    private Node Indicators(Tape tape, ModeSpecificRows coded, ReadOnlySpan<int> rows)
    {
        HeadLayout layout = Heads.Layout;
        int[] ones = new int[rows.Length * layout.BlockColumns.Length];
        layout.FillOnes(coded, rows, ones);
        Node? values = layout.Values > 0 ? tape.Input(rows.Length, layout.Values) : null;
        if (values is not null)
        {
            FillValues(coded, rows, values);
        }

        return tape.GatherLinear(values, ones, rows.Length, _encoder[0].Weight, _encoder[0].Bias, _options.Activation);
    }

    /// <summary>Values, then the number of each column's level, as the paper's code has it.</summary>
    private Node Codes(Tape tape, ModeSpecificRows coded, ReadOnlySpan<int> rows)
    {
        HeadLayout layout = Heads.Layout;
        Node x = tape.Input(rows.Length, layout.Values + layout.BlockColumns.Length);
        FillValues(coded, rows, x);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int b = 0; b < layout.BlockColumns.Length; b++)
            {
                x.Row(i)[layout.Values + b] = coded.Categories[((long)rows[i] * coded.Columns) + layout.BlockColumns[b]];
            }
        }

        return x;
    }

    private void FillValues(ModeSpecificRows coded, ReadOnlySpan<int> rows, Node x)
    {
        int values = Heads.Layout.Values;
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> row = x.Row(i);
            for (int v = 0; v < values; v++)
            {
                row[v] = (float)(Heads.Units[v] * coded.Values[((long)rows[i] * values) + v]);
            }
        }
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
