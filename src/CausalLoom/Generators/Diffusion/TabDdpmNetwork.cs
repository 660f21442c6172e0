using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// The denoiser: [numbers, one-hot levels, known flags] → projection, plus the time's waves → SiLU → projection; then hidden
/// layers; then a prediction a number and a logit a category. One-hots and flags enter the first layer as gathered rows.
/// </summary>
internal sealed class TabDdpmNetwork : IDenoiser
{
    private readonly TabDdpmOptions _options;
    private readonly float[] _waves;
    private readonly LinearLayer _time0, _time1, _output;
    private readonly LinearLayer _input;
    private readonly LinearLayer[] _hidden, _closing;
    private readonly LayerNormLayer[] _norms;
    private readonly Tape _tape = new() { Training = false };
    private int[] _indices = [], _times = [];

    internal TabDdpmNetwork(DiffusionLayout layout, TabDdpmOptions options, RandomStream stream)
    {
        Layout = layout;
        _options = options;
        _waves = Waves(options);
        int width = options.Projection, inputs = layout.Width + (Conditional ? layout.Columns : 0);
        _input = new LinearLayer(Store, "input", inputs, width, stream.Child("input"));
        _time0 = new LinearLayer(Store, "time0", options.TimeEmbedding, width, stream.Child("time0"));
        _time1 = new LinearLayer(Store, "time1", width, width, stream.Child("time1"));
        _hidden = new LinearLayer[options.Widths.Count];
        _closing = new LinearLayer[options.Residual ? _hidden.Length : 0];
        _norms = new LayerNormLayer[options.Residual ? _hidden.Length + 1 : 0];
        for (int l = 0; l < _hidden.Length; l++)
        {
            _hidden[l] = new LinearLayer(Store, $"hidden{l}", width, options.Widths[l], stream.Child("hidden").Child(l));
            if (options.Residual)
            {
                _norms[l] = new LayerNormLayer(Store, $"norm{l}", width);
                _closing[l] = new LinearLayer(Store, $"closing{l}", options.Widths[l], width, stream.Child("closing").Child(l));
            }

            width = options.Residual ? width : options.Widths[l];
        }

        if (options.Residual)
        {
            _norms[^1] = new LayerNormLayer(Store, "norm", width);
        }

        // A start at "the mean" and "all levels alike" rather than at random predictions.
        _output = new LinearLayer(Store, "output", width, layout.Width, stream.Child("output"));
        Initialiser.Constant(_output.Weight, 0);
        Initialiser.Constant(_output.Bias!, 0);
    }

    internal ParameterStore Store { get; } = new();

    internal DiffusionLayout Layout { get; }

    private bool Conditional => _options.ConditionalShare > 0;

    /// <summary>The heads, [row × value] and [row × category]; a head that the table does not need is null.</summary>
    internal (Node? Numbers, Node? Logits) Forward(Tape tape, DiffusionRows rows, int count, ReadOnlySpan<int> times, RandomStream? dropout)
    {
        Node? dense = Layout.Values > 0 ? tape.Input(rows.Values.AsSpan(0, count * Layout.Values), count, Layout.Values) : null;
        Node x = tape.GatherLinear(dense, Indices(rows, count), count, _input.Weight, _input.Bias);
        Node time = _time0.Apply(tape, tape.Gather(_waves, _options.TimeEmbedding, times), Activation.Silu);
        Node h = tape.Add(x, _time1.Apply(tape, time));
        h = _options.Residual ? Blocks(tape, h, dropout) : Layers(tape, h, dropout);
        Node output = _output.Apply(tape, h);
        return (Layout.Values > 0 ? tape.Slice(output, 0, Layout.Values) : null, Layout.CategoryWidth > 0
            ? tape.Slice(output, Layout.Values, Layout.CategoryWidth) : null);
    }

    public void Predict(DiffusionRows noised, int time, Span<float> numbers, Span<float> logits)
    {
        if (_times.Length < noised.Rows)
        {
            _times = new int[noised.Rows];
        }

        _times.AsSpan(0, noised.Rows).Fill(time);
        _tape.Reset();
        (Node? numberHead, Node? logitHead) = Forward(_tape, noised, noised.Rows, _times.AsSpan(0, noised.Rows), null);
        numberHead?.Value.CopyTo(numbers);
        logitHead?.Value.CopyTo(logits);
    }

    private static float[] Waves(TabDdpmOptions options)
    {
        float[] waves = new float[(options.TimeSteps + 1) * options.TimeEmbedding];
        for (int t = 0; t <= options.TimeSteps; t++)
        {
            SinusoidalEmbedding.Fill(1000.0 * t / options.TimeSteps, waves.AsSpan(t * options.TimeEmbedding, options.TimeEmbedding));
        }

        return waves;
    }

    private Node Layers(Tape tape, Node h, RandomStream? dropout)
    {
        foreach (LinearLayer layer in _hidden)
        {
            h = Drop(tape, layer.Apply(tape, h, _options.Activation), dropout);
        }

        return h;
    }

    private Node Blocks(Tape tape, Node h, RandomStream? dropout)
    {
        for (int l = 0; l < _hidden.Length; l++)
        {
            Node inner = Drop(tape, _hidden[l].Apply(tape, _norms[l].Apply(tape, h), _options.Activation), dropout);
            h = tape.Add(h, _closing[l].Apply(tape, inner));
        }

        return _norms[^1].Apply(tape, h);
    }

    private Node Drop(Tape tape, Node h, RandomStream? dropout) =>
        dropout is not null && _options.Dropout > 0 ? tape.Dropout(h, _options.Dropout, dropout) : h;

    /// <summary>The gathered rows of the first layer: a level a block, then a flag a known column.</summary>
    private ReadOnlySpan<int> Indices(DiffusionRows rows, int count)
    {
        int each = Layout.Blocks + (Conditional ? Layout.Columns : 0);
        if (_indices.Length < count * each)
        {
            _indices = new int[count * each];
        }

        for (int i = 0; i < count; i++)
        {
            Span<int> target = _indices.AsSpan(i * each, each);
            for (int b = 0; b < Layout.Blocks; b++)
            {
                target[b] = Layout.Values + Layout.Segments[b].Start + rows.Levels[(i * Layout.Blocks) + b];
            }

            for (int j = 0; j < each - Layout.Blocks; j++)
            {
                target[Layout.Blocks + j] = rows.Known[(i * Layout.Columns) + j] ? Layout.Width + j : -1;
            }
        }

        return _indices.AsSpan(0, count * each);
    }
}
