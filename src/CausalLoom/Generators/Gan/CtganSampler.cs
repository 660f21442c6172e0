using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Gan;

/// <summary>
/// Draws coded rows: noise and a condition of the data's own frequency, then a category and a value from every head. A
/// block that is the condition takes the level of the condition.
/// </summary>
internal sealed class CtganSampler : IHeadSampler
{
    private const int Chunk = 512;

    private readonly CtganNetwork? _network;
    private readonly CtganConditions? _conditions;
    private readonly CtganOptions _options;

    /// <summary>A sampler of constant columns.</summary>
    internal CtganSampler(HeadLayout layout, CtganOptions options)
    {
        Layout = layout;
        _options = options;
        Offsets = [];
    }

    internal CtganSampler(CtganNetwork network, CtganConditions? conditions, CtganOptions options)
    {
        _network = network;
        _conditions = conditions;
        _options = options;
        Layout = network.Layout;
        Offsets = new double[Layout.CategoryWidth];
    }

    public HeadLayout Layout { get; }

    public double[] Offsets { get; }

    public double Temperature => _options.Temperature;

    internal CtganOptions Options => _options;

    internal CtganNetwork? Network => _network;

    internal CtganConditions? Conditions => _conditions;

    public ModeSpecificRows Draw(int rows, RandomStream stream)
    {
        ModeSpecificRows drawn = new(rows, Layout.Columns.Count, Layout.Values);
        RandomStream categories = stream.Child("categories");
        Generate(rows, stream, (start, heads, blocks, levels) =>
        {
            if (Layout.Segments.Length > 0)
            {
                HeadDraws.Categories(heads, Layout.Values, this, start, drawn, categories);
            }

            for (int i = 0; i < heads.Rows; i++)
            {
                Span<float> values = drawn.Values.AsSpan((start + i) * Layout.Values, Layout.Values);
                for (int v = 0; v < values.Length; v++)
                {
                    values[v] = (float)Math.Clamp(_options.BoundedValues ? Math.Tanh(heads.Row(i)[v]) : heads.Row(i)[v], -1.0, 1.0);
                }

                if (_conditions is not null)
                {
                    drawn.Categories[((long)(start + i) * drawn.Columns) + Layout.BlockColumns[_conditions.Blocks[blocks[i]]]] = levels[i];
                }
            }
        });
        return drawn;
    }

    public double[][] Logits(int rows, RandomStream stream)
    {
        double[][] logits = [.. Layout.Segments.Select(s => new double[rows * s.Length])];
        Generate(rows, stream, (start, heads, _, _) => HeadDraws.Logits(heads, Layout.Values, Layout, start, logits));
        return logits;
    }

    private void Generate(int rows, RandomStream stream, Action<int, Node, int[], int[]> use)
    {
        if (_network is null)
        {
            return;
        }

        RandomStream noise = stream.Child("noise"), conditions = stream.Child("conditions");
        int[] blocks = new int[Chunk], levels = new int[Chunk], given = new int[_conditions is null ? 0 : Chunk];
        Tape tape = new() { Training = false };
        for (int start = 0; start < rows; start += Chunk)
        {
            int count = Math.Min(Chunk, rows - start);
            tape.Reset();
            Node z = tape.Input(count, _options.NoiseSize);
            noise.FillNormal(z.Value);
            for (int i = 0; i < count && _conditions is not null; i++)
            {
                (blocks[i], levels[i]) = _conditions.Draw(conditions, false);
                given[i] = _conditions.Column(blocks[i], levels[i]);
            }

            use(start, _network.Heads(tape, z, _conditions is null ? [] : given.AsSpan(0, count)), blocks, levels);
        }
    }
}
