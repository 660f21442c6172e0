using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// Noises rows for a training step: times evenly spread over 1 … T from a random start (less variance than independent draws),
/// ties drawn anew within their atoms, and, for a share of the rows, a random set of columns left clean and known.
/// Buffers are reused.
/// </summary>
internal sealed class DiffusionBatch
{
    private readonly QuantileEncoder _encoder;
    private readonly DiffusionLayout _layout;
    private readonly NoiseSchedule _schedule;
    private readonly TabDdpmOptions _options;
    private readonly float[] _noise, _ties, _redraws, _shares;

    internal DiffusionBatch(QuantileEncoder encoder, DiffusionLayout layout, NoiseSchedule schedule, TabDdpmOptions options, int capacity)
    {
        _encoder = encoder;
        _layout = layout;
        _schedule = schedule;
        _options = options;
        Rows = new DiffusionRows(capacity, layout);
        Times = new int[capacity];
        KeptBefore = new double[capacity];
        StepKept = new double[capacity];
        Targets = new float[capacity * layout.Values];
        Weights = new float[capacity * layout.Values];
        Clean = new int[capacity * layout.Blocks];
        _noise = new float[capacity * layout.Values];
        _ties = new float[capacity * layout.Values];
        _redraws = new float[capacity * layout.Blocks];
        _shares = new float[capacity];
    }

    /// <summary>The noised rows.</summary>
    internal DiffusionRows Rows { get; }

    /// <summary>The time of each row.</summary>
    internal int[] Times { get; }

    /// <summary>ā_{t−1} of each row.</summary>
    internal double[] KeptBefore { get; }

    /// <summary>ā_t/ā_{t−1} of each row.</summary>
    internal double[] StepKept { get; }

    /// <summary>What is to be predicted of numbers, [row × value].</summary>
    internal float[] Targets { get; }

    /// <summary>0 where a number is known, else 1, [row × value].</summary>
    internal float[] Weights { get; }

    /// <summary>x_0 of levels, [row × block]; −1 where it is known and so not asked for.</summary>
    internal int[] Clean { get; }

    /// <summary>The number of rows filled.</summary>
    internal int Count { get; private set; }

    internal void Fill(QuantileRows coded, ReadOnlySpan<int> rows, RandomStream stream)
    {
        Count = rows.Length;
        stream.FillNormal(_noise.AsSpan(0, Count * _layout.Values));
        stream.FillUniform(_ties.AsSpan(0, Count * _layout.Values));
        stream.FillUniform(_redraws.AsSpan(0, Count * _layout.Blocks));
        stream.FillUniform(_shares.AsSpan(0, Count));
        double start = stream.NextDouble();
        for (int i = 0; i < Count; i++)
        {
            double place = start + ((double)i / Count);
            Times[i] = 1 + Math.Min(_schedule.Steps - 1, (int)((place - Math.Floor(place)) * _schedule.Steps));
            KeptBefore[i] = _schedule.Kept(Times[i] - 1);
            StepKept[i] = _schedule.Kept(Times[i] - 1, Times[i]);
            Know(i, stream);
            Numbers(coded, rows[i], i);
            Levels(coded, rows[i], i);
        }
    }

    /// <summary>
    /// Chooses the known columns: in a share of the rows each column with one chance, itself uniform, so every number of them is as likely.
    /// </summary>
    private void Know(int i, RandomStream stream)
    {
        Span<bool> known = Rows.Known.AsSpan(i * _layout.Columns, _layout.Columns);
        known.Clear();
        if (_shares[i] >= _options.ConditionalShare)
        {
            return;
        }

        double chance = _shares[i] / _options.ConditionalShare;
        foreach (ref bool column in known)
        {
            column = stream.NextBernoulli(chance);
        }
    }

    private void Numbers(QuantileRows coded, int row, int i)
    {
        double kept = _schedule.Kept(Times[i]);
        for (int v = 0; v < _layout.Values; v++)
        {
            int at = (i * _layout.Values) + v;
            bool known = Rows.Known[(i * _layout.Columns) + _layout.ValueColumns[v]];

            // The midpoint of a 24-bit cell keeps the uniform off 0 and 1.
            double clean = _encoder.Score(coded, row, v, _ties[at] + (0.5 / (1 << 24)));
            bool blank = known && coded.Places[((long)row * coded.ValueColumns) + v] < 0;
            Rows.Values[at] = (float)(blank ? 0 : known ? clean : GaussianDiffusion.Noised(clean, _noise[at], kept));
            Targets[at] = (float)GaussianDiffusion.Target(_options.Prediction, clean, _noise[at], kept);
            Weights[at] = known ? 0 : 1;
        }
    }

    private void Levels(QuantileRows coded, int row, int i)
    {
        double kept = _schedule.Kept(Times[i]);
        for (int b = 0; b < _layout.Blocks; b++)
        {
            int at = (i * _layout.Blocks) + b, column = _layout.BlockColumns[b];
            int clean = coded.Categories[((long)row * coded.Columns) + column];
            bool known = Rows.Known[(i * _layout.Columns) + column];
            Clean[at] = known ? -1 : clean;
            Rows.Levels[at] = known ? clean : MultinomialDiffusion.Noised(clean, _redraws[at], kept, _layout.Segments[b].Length);
        }
    }
}
