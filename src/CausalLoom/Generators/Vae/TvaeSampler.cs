using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Vae;

/// <summary>Draws coded rows: latent from the prior, then a category and a value from every head.</summary>
internal sealed class TvaeSampler : IHeadSampler
{
    private const int Chunk = 512;

    private readonly TvaeNetwork? _network;
    private readonly LatentPrior? _prior;
    private readonly double[] _deviations;

    /// <summary>A sampler of constant columns.</summary>
    internal TvaeSampler(HeadLayout layout, TvaeOptions options)
    {
        Layout = layout;
        Options = options;
        Offsets = [];
        _deviations = [];
    }

    internal TvaeSampler(TvaeNetwork network, TvaeOptions options, LatentPrior prior)
    {
        _network = network;
        _prior = prior;
        _deviations = network.Deviations();
        Layout = network.Layout;
        Options = options;
        Offsets = new double[Layout.CategoryWidth];
    }

    public HeadLayout Layout { get; }

    internal TvaeOptions Options { get; }

    internal TvaeNetwork? Network => _network;

    internal LatentPrior? Prior => _prior;

    /// <summary>What is added to the category logits (<see cref="Margins.CategoryOffsets"/>).</summary>
    public double[] Offsets { get; }

    public double Temperature => Options.Temperature;

    public ModeSpecificRows Draw(int rows, RandomStream stream)
    {
        ModeSpecificRows drawn = new(rows, Layout.Columns.Count, Layout.Values);
        RandomStream categories = stream.Child("categories"), values = stream.Child("values");
        Decode(rows, stream.Child("latent"), (start, valueHead, categoryHead) =>
        {
            if (categoryHead is not null)
            {
                HeadDraws.Categories(categoryHead, 0, this, start, drawn, categories);
            }

            if (valueHead is not null)
            {
                DrawValues(valueHead, start, drawn, values);
            }
        });
        return drawn;
    }

    /// <summary>Category logits of draws from the prior, [block][draw × category].</summary>
    public double[][] Logits(int rows, RandomStream stream)
    {
        double[][] logits = [.. Layout.Segments.Select(s => new double[rows * s.Length])];
        Decode(rows, stream, (start, _, head) =>
        {
            if (head is not null)
            {
                HeadDraws.Logits(head, 0, Layout, start, logits);
            }
        });
        return logits;
    }

    private void Decode(int rows, RandomStream latent, Action<int, Node?, Node?> use)
    {
        if (_network is null)
        {
            return;
        }

        Tape tape = new() { Training = false };
        for (int start = 0; start < rows; start += Chunk)
        {
            tape.Reset();
            Node z = tape.Input(Math.Min(Chunk, rows - start), Options.LatentSize);
            _prior!.Fill(z, latent);
            (Node? values, Node? categories) = _network.Decode(tape, z);
            use(start, values, categories);
        }
    }

    private void DrawValues(Node head, int start, ModeSpecificRows drawn, RandomStream stream)
    {
        for (int i = 0; i < head.Rows; i++)
        {
            Span<float> row = head.Row(i);
            for (int v = 0; v < row.Length; v++)
            {
                double value = row[v] + (Options.ValueNoise * _deviations[v] * stream.NextNormal());
                drawn.Values[((long)(start + i) * drawn.ValueColumns) + v] = (float)Math.Clamp(value, -1, 1);
            }
        }
    }
}
