using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Vae;

/// <summary>
/// The networks. Encoder: input → hidden … → μ and log σ² [rows × latent]. Decoder: latent → hidden … → tanh values
/// [rows × values] and category logits [rows × categories].
/// </summary>
internal sealed class TvaeNetwork
{
    // The optimiser moves log-variances this much faster than weights, so that they settle within the training.
    private const double DeviationSpeed = 20;

    private readonly TvaeOptions _options;
    private readonly LinearLayer[] _encoder, _decoder;
    private readonly LinearLayer _mean, _logVariance;
    private readonly LinearLayer? _values, _categories;
    private readonly Parameter? _deviation;

    internal TvaeNetwork(HeadLayout layout, TvaeOptions options, RandomStream stream)
    {
        _options = options;
        Layout = layout;
        (_encoder, int width) = Stack("encoder", layout.InputWidth, options.EncoderWidths, false, stream);
        _mean = new LinearLayer(Store, "mean", width, options.LatentSize, stream.Child("mean"));
        _logVariance = new LinearLayer(Store, "log_variance", width, options.LatentSize, stream.Child("log_variance"));
        (_decoder, width) = Stack("decoder", options.LatentSize, options.DecoderWidths, options.ResidualDecoder, stream);
        if (layout.Values > 0)
        {
            _values = new LinearLayer(Store, "values", width, layout.Values, stream.Child("values"));
            _deviation = options.FixedDeviation is null ? Store.Add("deviation", 1, layout.Values) : null;
        }

        if (_deviation is not null)
        {
            Initialiser.Constant(_deviation, (float)(2 * Math.Log(0.1) / DeviationSpeed));
        }

        if (layout.CategoryWidth > 0)
        {
            _categories = new LinearLayer(Store, "categories", width, layout.CategoryWidth, stream.Child("categories"));
        }
    }

    internal ParameterStore Store { get; } = new();

    internal HeadLayout Layout { get; }

    /// <summary>μ and log σ² of rows given by their values and the input columns of their blocks' ones, which are gathered.</summary>
    /// <param name="tape">Records the pass.</param>
    /// <param name="values">[rows × values], or null where no column has a value.</param>
    /// <param name="ones">[rows × blocks].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="dropout">Where dropout is drawn from, or null for none.</param>
    internal (Node Mean, Node LogVariance) Encode(Tape tape, Node? values, ReadOnlySpan<int> ones, int rows, RandomStream? dropout)
    {
        Node x = tape.GatherLinear(values, ones, rows, _encoder[0].Weight, _encoder[0].Bias, _options.Activation);
        for (int l = 1; l < _encoder.Length; l++)
        {
            x = _encoder[l].Apply(tape, x, _options.Activation);
            if (dropout is not null && _options.Dropout > 0)
            {
                x = tape.Dropout(x, _options.Dropout, dropout);
            }
        }

        return (_mean.Apply(tape, x), _logVariance.Apply(tape, x));
    }

    /// <summary>The heads; a head that the table does not need is null.</summary>
    internal (Node? Values, Node? Categories) Decode(Tape tape, Node z)
    {
        foreach (LinearLayer layer in _decoder)
        {
            Node h = layer.Apply(tape, z, _options.ResidualDecoder ? Activation.Relu : _options.Activation);
            z = _options.ResidualDecoder ? tape.Concat(h, z) : h;
        }

        return (_values?.Apply(tape, z, Activation.Tanh), _categories?.Apply(tape, z));
    }

    /// <summary>The value heads' log-variances [1 × values], a learned parameter unless the options fix it.</summary>
    internal Node LogVariances(Tape tape)
    {
        if (_deviation is not null)
        {
            return tape.Scale(tape.Parameter(_deviation), DeviationSpeed);
        }

        Node constant = tape.Input(1, Layout.Values);
        constant.Value.Fill((float)(2 * Math.Log(_options.FixedDeviation!.Value)));
        return constant;
    }

    /// <summary>The value heads' standard deviations.</summary>
    internal double[] Deviations() => _deviation is null
        ? [.. Enumerable.Repeat(_options.FixedDeviation ?? 0, Layout.Values)]
        : [.. _deviation.Value.ToArray().Select(p => Math.Exp(0.5 * DeviationSpeed * p))];

    /// <summary>Holds the learned deviations in their range; after every step.</summary>
    internal void ClampDeviations()
    {
        if (_deviation is null)
        {
            return;
        }

        float low = (float)(2 * Math.Log(_options.SmallestDeviation) / DeviationSpeed);
        foreach (ref float p in _deviation.Value)
        {
            p = Math.Clamp(p, low, 0);
        }
    }

    private (LinearLayer[] Layers, int Width) Stack(string name, int inputs, IReadOnlyList<int> widths, bool residual, RandomStream stream)
    {
        LinearLayer[] layers = new LinearLayer[widths.Count];
        for (int l = 0; l < layers.Length; l++)
        {
            int outputs = residual ? inputs : widths[l];
            layers[l] = new LinearLayer(Store, $"{name}{l}", inputs, outputs, stream.Child(name).Child(l));
            inputs = residual ? inputs + outputs : outputs;
        }

        return (layers, inputs);
    }
}
