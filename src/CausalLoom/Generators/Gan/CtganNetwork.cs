using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Gan;

/// <summary>
/// The generator: noise ⊕ condition → [layer, batch norm, ReLU, beside its input] … → value and category heads
/// [rows × (values + categories)]. The condition is one-hot, so every layer gathers its row of weights.
/// </summary>
internal sealed class CtganNetwork
{
    private readonly CtganOptions _options;
    private readonly LinearLayer[] _layers;
    private readonly BatchNormLayer[] _norms;
    private readonly LinearLayer _heads;
    private readonly Segment[] _valueSegments;
    private readonly Node[] _parts;

    internal CtganNetwork(HeadLayout layout, int conditions, CtganOptions options, RandomStream stream)
    {
        _options = options;
        Layout = layout;
        Segments = [.. layout.Segments.Select(s => new Segment(layout.Values + s.Start, s.Length))];
        _valueSegments = layout.Values > 0 ? [new Segment(0, layout.Values)] : [];
        _layers = new LinearLayer[options.GeneratorWidths.Count];
        _parts = new Node[_layers.Length + 1];
        _norms = new BatchNormLayer[options.BatchNorm ? _layers.Length : 0];
        int width = options.NoiseSize + conditions;
        for (int l = 0; l < _layers.Length; l++)
        {
            int outputs = options.GrowingGenerator && l > 0 ? width : options.GeneratorWidths[l];
            _layers[l] = new LinearLayer(Store, $"layer{l}", width, outputs, stream.Child("layer").Child(l));
            if (options.BatchNorm)
            {
                _norms[l] = new BatchNormLayer(Store, $"norm{l}", outputs);
            }

            width += outputs;
        }

        _heads = new LinearLayer(Store, "heads", width, layout.InputWidth, stream.Child("heads"));
    }

    internal ParameterStore Store { get; } = new();

    internal HeadLayout Layout { get; }

    /// <summary>The category blocks among the heads' columns.</summary>
    internal Segment[] Segments { get; }

    /// <summary>The heads before their last activation.</summary>
    /// <param name="tape">Records the pass.</param>
    /// <param name="noise">[rows × noise].</param>
    /// <param name="conditions">The condition of each row, or empty where there are none.</param>
    internal Node Heads(Tape tape, Node noise, ReadOnlySpan<int> conditions)
    {
        // The last layer first, the noise last: [parts, condition] is what each layer takes. Training, which is one thread's, keeps its
        // list; a
        // fitted network may be drawn from by several at once.
        Node[] parts = tape.Training ? _parts : new Node[_parts.Length];
        parts[^1] = noise;
        int first = parts.Length - 1;
        for (int l = 0; l < _layers.Length; l++)
        {
            Node h = Apply(tape, _layers[l], parts.AsSpan(first), conditions, _options.BatchNorm ? Activation.Identity : Activation.Relu);
            parts[--first] = _options.BatchNorm ? _norms[l].Apply(tape, h, Activation.Relu) : h;
        }

        return Apply(tape, _heads, parts, conditions, Activation.Identity);
    }

    /// <summary>The rows that the critic judges: values, and Gumbel-softmax draws of the categories.</summary>
    internal Node Rows(Tape tape, Node heads, RandomStream gumbel)
    {
        Node x = _options.BoundedValues && _valueSegments.Length > 0 ? tape.Activate(heads, Activation.Tanh, _valueSegments) : heads;
        return Segments.Length > 0 ? tape.GumbelSoftmax(x, Segments, _options.GumbelTemperature, gumbel) : x;
    }

    private static Node Apply(Tape tape, LinearLayer layer, ReadOnlySpan<Node> parts, ReadOnlySpan<int> conditions, Activation activation)
    {
        int width = 0;
        foreach (Node part in parts)
        {
            width += part.Columns;
        }

        // The condition's weights come after those of everything dense.
        Span<int> rows = conditions.Length <= 1024 ? stackalloc int[conditions.Length] : new int[conditions.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = conditions[i] < 0 ? -1 : width + conditions[i];
        }

        return tape.GatherLinear(parts, rows, layer.Weight, layer.Bias, activation);
    }
}
