using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>Draws coded rows: latent from the prior of the row's arm, then a category and a value from every head.</summary>
internal sealed class CausalMixSampler : IHeadSampler
{
    private const int Chunk = 512;

    /// <summary>A sampler of constant columns.</summary>
    internal CausalMixSampler(HeadLayout layout, CausalMixOptions options, double? treated)
    {
        (Layout, Options, Treated) = (layout, options, treated);
        Offsets = [];
    }

    internal CausalMixSampler(CausalMixNetwork network, CausalMixOptions options, CausalMixPrior prior, double? treated)
        : this(network.Heads.Layout, options, treated)
    {
        (Network, Prior) = (network, prior);
        Offsets = new double[Layout.CategoryWidth];
    }

    public HeadLayout Layout { get; }

    public double[] Offsets { get; }

    public double Temperature => Options.Temperature;

    /// <summary>
    /// What is added to the category logits of each arm, in logits before the temperature, [arm][category]; empty where nothing is.
    /// </summary>
    internal double[][] ArmOffsets { get; set; } = [];

    internal CausalMixOptions Options { get; }

    internal CausalMixNetwork? Network { get; }

    internal CausalMixPrior? Prior { get; }

    /// <summary>The share of treated rows, where the model knows arms.</summary>
    internal double? Treated { get; }

    public ModeSpecificRows Draw(int rows, RandomStream stream) => Draw(Arms(rows, stream.Child("arms")), rows, stream);

    /// <summary>Coded rows of given arms, none for a model without.</summary>
    internal ModeSpecificRows Draw(int[] arms, int rows, RandomStream stream)
    {
        ModeSpecificRows drawn = new(rows, Layout.Columns.Count, Layout.Values);
        RandomStream categories = stream.Child("categories"), values = stream.Child("values");
        Decode(arms, rows, stream.Child("latent"), (start, heads) =>
        {
            if (Layout.CategoryWidth > 0)
            {
                HeadDraws.Categories(heads, Network!.Heads.Logits, this, start, drawn, categories);
            }

            DrawValues(heads, start, drawn, values);
        });
        return drawn;
    }

    /// <summary>Category logits of draws, [block][draw × category].</summary>
    public double[][] Logits(int rows, RandomStream stream) => Logits(Arms(rows, stream.Child("arms")), rows, stream);

    /// <summary>The same of rows in given arms, none for a model without.</summary>
    internal double[][] Logits(int[] arms, int rows, RandomStream stream)
    {
        double[][] logits = [.. Layout.Segments.Select(s => new double[rows * s.Length])];
        Decode(arms, rows, stream, (start, heads) => HeadDraws.Logits(heads, Network!.Heads.Logits, Layout, start, logits));
        return logits;
    }

    private int[] Arms(int rows, RandomStream stream)
    {
        int[] arms = new int[Treated is null ? 0 : rows];
        for (int i = 0; i < arms.Length; i++)
        {
            arms[i] = stream.NextBernoulli(Treated!.Value) ? 1 : 0;
        }

        return arms;
    }

    private void Decode(int[] arms, int rows, RandomStream latent, Action<int, Node> use)
    {
        if (Network is null)
        {
            return;
        }

        Tape tape = new() { Training = false };
        for (int start = 0; start < rows; start += Chunk)
        {
            tape.Reset();
            int count = Math.Min(Chunk, rows - start);
            ReadOnlySpan<int> chunk = arms.Length == 0 ? [] : arms.AsSpan(start, count);
            Node z = tape.Input(count, Network.Latent);
            Prior!.Fill(z, chunk, latent);
            Node heads = Network.Decode(tape, z, chunk);
            for (int i = 0; i < chunk.Length; i++)
            {
                Shift(heads.Row(i), chunk[i]);
            }

            use(start, heads);
        }
    }

    /// <summary>Adds an arm's offsets to the logits of a row of heads.</summary>
    internal void Shift(Span<float> heads, int arm)
    {
        if (ArmOffsets.Length > 0)
        {
            for (int c = 0; c < Layout.CategoryWidth; c++)
            {
                heads[Network!.Heads.Logits + c] += (float)ArmOffsets[arm][c];
            }
        }
    }

    private void DrawValues(Node heads, int start, ModeSpecificRows drawn, RandomStream stream)
    {
        bool noisy = Options.Reconstruction == CausalMixReconstruction.Likelihood;
        for (int i = 0; i < heads.Rows; i++)
        {
            ReadOnlySpan<float> head = heads.Row(i);
            for (int v = 0; v < Layout.Values; v++)
            {
                double value = Network!.Heads.Mean(head, v) + (noisy ? Network.Heads.Deviation(head, v) * stream.NextNormal() : 0);
                drawn.Values[((long)(start + i) * drawn.ValueColumns) + v] = (float)Math.Clamp(value / Network.Heads.Units[v], -1, 1);
            }
        }
    }
}
