using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>
/// The network of one target: features of the known cells → hidden (SiLU), further residual hidden layers → logits, along
/// smooth directions where the target is ordered. The bias starts at the log frequencies, so training starts at the margin.
/// </summary>
internal sealed class ArgnNetwork
{
    // Outputs start this much smaller than torch's default: close to the margin, which the bias is.
    private const double OutputStart = 0.1;

    // The logit of a place that a group does not have.
    private const float Absent = -40;

    private readonly ArgnLayout _layout;
    private readonly ArgnOptions _options;
    private readonly Parameter[] _embeddings;
    private readonly Parameter _first, _firstBias, _output, _bias;
    private readonly Parameter? _basis;
    private readonly LinearLayer[] _layers;

    internal ArgnNetwork(ArgnLayout layout, ArgnTarget target, ArgnOptions options, RandomStream stream)
    {
        _layout = layout;
        _options = options;
        Target = target;
        int inputs = layout.InputRows + (target.IsMember ? target.Split!.Groups : 0), width = options.Hidden;
        _embeddings = [.. layout.Embedded.Select(j => Embedding(j, stream.Child("embedding").Child(j)))];
        _first = Store.Add("first.weight", Math.Max(1, inputs), width);
        Initialiser.FanIn(_first, FirstFan(), stream.Child("first"));
        _firstBias = Store.Add("first.bias", 1, width);
        Initialiser.FanIn(_firstBias, FirstFan(), stream.Child("first bias"));
        _layers = [.. Enumerable.Range(1, options.Layers - 1).Select(l => new LinearLayer(Store, $"layer{l}", width, width, stream.Child("layer").Child(l)))];
        float[]? basis = target.Split is null ? SmoothBasis.Of(target.Tokens, out int directions) : Free(target, out directions);
        _output = Store.Add("output.weight", width, directions);
        Initialiser.Uniform(_output, OutputStart / Math.Sqrt(width), stream.Child("output"));
        _bias = Store.Add("output.bias", target.IsMember ? target.Split!.Groups : 1, target.Count);
        StartBias();
        if (basis is not null)
        {
            _basis = new ParameterStore().Add("basis", directions, target.Count);
            basis.CopyTo(_basis.Value);
        }
    }

    internal ArgnTarget Target { get; }

    internal ParameterStore Store { get; } = new();

    /// <summary>Logits [rows × outcomes] from what <paramref name="batch"/> says is known of the rows.</summary>
    internal Node Logits(ArgnBatch batch, int[][] tokens, ReadOnlySpan<int> rows, RandomStream? dropout)
    {
        Tape tape = batch.Tape;
        Node h = tape.GatherLinear(Product(batch, tokens, rows), batch.Gathers(tokens, rows, Target), rows.Length, _first, _firstBias, Activation.Silu);
        h = Drop(tape, h, dropout);
        foreach (LinearLayer layer in _layers)
        {
            h = tape.Add(h, Drop(tape, layer.Apply(tape, h, Activation.Silu), dropout));
        }

        if (Target.IsMember)
        {
            return tape.Add(tape.Linear(h, _output, null), tape.Embed(_bias, batch.Groups(tokens, rows, Target)));
        }

        return _basis is null ? tape.Linear(h, _output, _bias) : tape.Linear(tape.Linear(h, _output, null), _basis, _bias);
    }

    private static float[]? Free(ArgnTarget target, out int directions)
    {
        directions = target.Count;
        return null;
    }

    private Node Drop(Tape tape, Node h, RandomStream? stream) => stream is null || _options.Dropout == 0 ? h : tape.Dropout(h, _options.Dropout, stream);

    private Node? Product(ArgnBatch batch, int[][] tokens, ReadOnlySpan<int> rows)
    {
        Node? product = batch.Dense(tokens, rows);
        for (int e = 0; e < _embeddings.Length; e++)
        {
            Node embedded = batch.Tape.Embed(_embeddings[e], batch.Tokens(_layout.Embedded[e], tokens, rows));
            product = product is null ? embedded : batch.Tape.Concat(product, embedded);
        }

        return product;
    }

    private Parameter Embedding(int column, RandomStream stream)
    {
        Parameter table = Store.Add($"embedding{column}", _layout.Columns[column].Count, _layout.Features[column].Width);
        Initialiser.Normal(table, 0.5, stream);
        return table;
    }

    /// <summary>The number of inputs that differ from 0 in a row where everything is known.</summary>
    private int FirstFan() => Math.Max(1, _layout.ProductWidth + _layout.Gathered.Length);

    private void StartBias()
    {
        if (!Target.IsMember)
        {
            Fill(_bias.Value, Target.Counts());
            return;
        }

        TokenSplit split = Target.Split!;
        for (int g = 0; g < split.Groups; g++)
        {
            Span<float> row = _bias.Value.Slice(g * split.Members, split.Members);
            row.Fill(Absent);
            Fill(row[..split.Size(g)], split.MemberCounts(g));
        }
    }

    private static void Fill(Span<float> bias, ReadOnlySpan<double> counts)
    {
        double total = 0;
        foreach (double n in counts)
        {
            total += n;
        }

        for (int k = 0; k < counts.Length; k++)
        {
            bias[k] = (float)Math.Log(counts[k] / total);
        }
    }
}
