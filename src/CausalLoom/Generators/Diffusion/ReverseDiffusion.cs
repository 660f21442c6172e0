using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// Draws rows by reversing the diffusion over a grid of times: numbers by <see cref="GaussianDiffusion.Reverse"/>, levels by
/// <see cref="MultinomialDiffusion.Posterior"/>, both of which allow any stride.
/// </summary>
internal sealed class ReverseDiffusion
{
    private const int Chunk = 512;

    private readonly DiffusionLayout _layout;
    private readonly TabDdpmOptions _options;
    private readonly IDenoiser _denoiser;
    private readonly NoiseSchedule _schedule;
    private readonly Lock _turn = new();
    private readonly int[] _grid;

    internal ReverseDiffusion(DiffusionLayout layout, TabDdpmOptions options, IDenoiser denoiser)
    {
        _layout = layout;
        _options = options;
        _denoiser = denoiser;
        _schedule = new NoiseSchedule(options.TimeSteps);
        _grid = _schedule.Grid(options.SamplingSteps);
        Offsets = new double[layout.CategoryWidth];
    }

    /// <summary>What is added to the levels' logits (<see cref="CategoryOffsets"/>).</summary>
    internal double[] Offsets { get; }

    /// <summary>Draws rows: normal scores [row × value] and levels [row × block].</summary>
    /// <param name="rows">How many.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="given">What is known of them, or null.</param>
    internal DiffusionRows Draw(int rows, RandomStream stream, DiffusionGiven? given = null)
    {
        // The networks keep a tape each: who draws at the same time waits for its turn.
        lock (_turn)
        {
            return DrawAlone(rows, stream, given);
        }
    }

    private DiffusionRows DrawAlone(int rows, RandomStream stream, DiffusionGiven? given)
    {
        DiffusionRows all = new(rows, _layout);
        for (int start = 0; start < rows; start += Chunk)
        {
            DiffusionRows part = new(Math.Min(Chunk, rows - start), _layout);
            Start(part, stream);
            given?.Place(start, part);
            Reverse(part, start, given, stream);
            part.Values.CopyTo(all.Values, start * _layout.Values);
            part.Levels.CopyTo(all.Levels, start * _layout.Blocks);
        }

        return all;
    }

    private void Start(DiffusionRows rows, RandomStream stream)
    {
        stream.FillNormal(rows.Values.AsSpan());
        for (int at = 0; at < rows.Levels.Length; at++)
        {
            rows.Levels[at] = stream.NextInt(_layout.Segments[at % _layout.Blocks].Length);
        }
    }

    private void Reverse(DiffusionRows rows, int start, DiffusionGiven? given, RandomStream stream)
    {
        float[] numbers = new float[rows.Values.Length], logits = new float[rows.Rows * _layout.CategoryWidth],
            noise = new float[rows.Values.Length];
        for (int k = _grid.Length - 1; k > 0; k--)
        {
            _denoiser.Predict(rows, _grid[k], numbers, logits);
            if (_options.Eta > 0)
            {
                stream.FillNormal(noise.AsSpan());
            }

            StepNumbers(rows, _grid[k - 1], _grid[k], numbers, noise);
            StepLevels(rows, _grid[k - 1], _grid[k], logits, stream, given is null ? null : (i, category) =>
                given.Allows(start + i, category));

            // What is known stays clean.
            given?.Place(start, rows);
        }
    }

    private void StepNumbers(DiffusionRows rows, int before, int time, float[] predicted, float[] noise)
    {
        double kept = _schedule.Kept(time), keptBefore = _schedule.Kept(before);
        for (int at = 0; at < predicted.Length; at++)
        {
            (double clean, double estimate) = GaussianDiffusion.Read(_options.Prediction, rows.Values[at], predicted[at], kept);
            (double mean, double deviation) = GaussianDiffusion.Reverse(clean, estimate, keptBefore, kept, _options.Eta);
            rows.Values[at] = (float)(mean + (deviation * noise[at]));
        }
    }

    private void StepLevels(DiffusionRows rows, int before, int time, float[] logits, RandomStream stream, Func<int, int, bool>? allows)
    {
        if (_layout.Blocks == 0)
        {
            return;
        }

        double keptBefore = _schedule.Kept(before), stepKept = _schedule.Kept(before, time);
        int widest = _layout.Segments.Max(s => s.Length);
        double[] z = new double[widest], p = new double[widest];
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int b = 0; b < _layout.Blocks; b++)
            {
                Segment s = _layout.Segments[b];
                Widen(logits.AsSpan((i * _layout.CategoryWidth) + s.Start, s.Length), z);
                Span<double> law = p.AsSpan(0, s.Length);
                CategoryOffsets.Probabilities(z.AsSpan(0, s.Length), Offsets.AsSpan(s.Start, s.Length), _options.Temperature, law);
                Restrict(law, i, s.Start, allows);
                ref int level = ref rows.Levels[(i * _layout.Blocks) + b];
                MultinomialDiffusion.Posterior(law, level, keptBefore, stepKept);
                level = stream.NextCategory(law);
            }
        }
    }

    /// <summary>Leaves only the categories that agree with what is known; nothing changes where none has any chance.</summary>
    private static void Restrict(Span<double> law, int row, int first, Func<int, int, bool>? allows)
    {
        double left = 0;
        for (int k = 0; allows is not null && k < law.Length; k++)
        {
            left += allows(row, first + k) ? law[k] : 0;
        }

        for (int k = 0; left > 0 && k < law.Length; k++)
        {
            law[k] = allows!(row, first + k) ? law[k] / left : 0;
        }
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (int k = 0; k < from.Length; k++)
        {
            to[k] = from[k];
        }
    }
}
