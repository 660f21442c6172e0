using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Gan;

/// <summary>
/// The score that training is stopped by: the energy distance 2·E‖X − S‖ − E‖S − S′‖ (Székely and Rizzo, 2013; without
/// the data's own term, which is constant) of generated rows S from rows X. Every look draws with the same noise, so looks
/// differ by the weights alone. Margins are calibrated after training, so they are kept out of the score: numbers count by
/// their ranks within their own sample, and category offsets are fitted anew at every look.
/// </summary>
internal sealed class CtganValidation
{
    private const int Generated = 600, MostHeld = 1000;

    // A uniform rank has variance 1/12: numbers then weigh as much as two levels of equal frequency.
    private const double RankScale = 12;

    private readonly ModeSpecificEncoder _encoder;
    private readonly CtganOptions _options;
    private readonly CtganConditions? _conditions;
    private readonly double[][] _frequencies;
    private readonly Points _held;
    private readonly RandomStream _stream;

    internal CtganValidation(ModeSpecificEncoder encoder, CtganOptions options, CtganConditions? conditions, ModeSpecificRows rows,
        int[] held, RandomStream stream)
    {
        _encoder = encoder;
        _options = options;
        _conditions = conditions;
        _stream = stream;
        ModeSpecificRows chosen = Take(rows, held.AsSpan(0, Math.Min(held.Length, MostHeld)));
        double[][] numbers = encoder.DecodeNumbers(chosen, stream.Child("held"));
        _held = Place(chosen, numbers);
        _frequencies = HeadCalibration.Frequencies(new HeadLayout(encoder.Columns), chosen);
    }

    /// <summary>The score of the network's present weights; lower is better.</summary>
    internal double Score(CtganNetwork network)
    {
        CtganSampler sampler = new(network, _conditions, _options);
        if (_options.CalibrateMargins)
        {
            HeadCalibration.FitOffsets(sampler, _frequencies, Generated, _stream.Child("logits"));
        }

        return Score(sampler.Draw(Generated, _stream.Child("draws")));
    }

    /// <summary>The score of generated rows; lower is better.</summary>
    internal double Score(ModeSpecificRows drawn)
    {
        Points made = Place(drawn, _encoder.DecodeNumbers(drawn, _stream.Child("numbers")));
        return (2 * Mean(_held, made)) - Mean(made, made);
    }

    private static double Mean(Points a, Points b)
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            ReadOnlySpan<double> x = a.Numbers.AsSpan(i * a.Values, a.Values);
            ReadOnlySpan<int> codes = a.Codes.AsSpan(i * a.Columns, a.Columns);
            for (int j = 0; j < b.Rows; j++)
            {
                sum += Distance(x, codes, b.Numbers.AsSpan(j * b.Values, b.Values), b.Codes.AsSpan(j * b.Columns, b.Columns));
            }
        }

        return sum / ((double)a.Rows * b.Rows);
    }

    private static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<int> codes, ReadOnlySpan<double> y, ReadOnlySpan<int> others)
    {
        double square = 0;
        for (int v = 0; v < x.Length; v++)
        {
            double gap = x[v] - y[v];
            square += gap * gap;
        }

        int different = 0;
        for (int c = 0; c < codes.Length; c++)
        {
            different += codes[c] == others[c] ? 0 : 1;
        }

        return Math.Sqrt((RankScale * square) + (2 * different));
    }

    private static ModeSpecificRows Take(ModeSpecificRows rows, ReadOnlySpan<int> chosen)
    {
        ModeSpecificRows taken = new(chosen.Length, rows.Columns, rows.ValueColumns);
        for (int i = 0; i < chosen.Length; i++)
        {
            rows.Categories.AsSpan(chosen[i] * rows.Columns, rows.Columns).CopyTo(taken.Categories.AsSpan(i * rows.Columns));
            rows.Values.AsSpan(chosen[i] * rows.ValueColumns, rows.ValueColumns).CopyTo(taken.Values.AsSpan(i * rows.ValueColumns));
        }

        return taken;
    }

    private static double[] Sorted(double[] column)
    {
        double[] present = [.. column.Where(x => !double.IsNaN(x))];
        Array.Sort(present);
        return present;
    }

    /// <summary>Numbers as the share of the sample's numbers below them, ties halved; a missing one as ½ and a code of its own.</summary>
    private Points Place(ModeSpecificRows rows, double[][] numbers)
    {
        Points points = new(rows.Rows, _encoder.ValueColumns, rows.Columns);
        for (int j = 0, v = 0; j < rows.Columns; v += _encoder.Columns[j++].HasValue ? 1 : 0)
        {
            bool value = _encoder.Columns[j].HasValue;
            double[] sorted = value ? Sorted(numbers[j]) : [];
            for (int i = 0; i < rows.Rows; i++)
            {
                double x = numbers[j][i];
                points.Codes[(i * points.Columns) + j] = value ? (double.IsNaN(x) ? 1 : 0) : rows.Categories[(i * rows.Columns) + j];
                if (value)
                {
                    points.Numbers[(i * points.Values) + v] = double.IsNaN(x) ? 0.5 : Rank(sorted, x);
                }
            }
        }

        return points;
    }

    private static double Rank(double[] sorted, double x)
    {
        int low = Bound(sorted, x, false), high = Bound(sorted, x, true);
        return sorted.Length == 0 ? 0.5 : 0.5 * (low + high) / sorted.Length;
    }

    private static int Bound(double[] sorted, double x, bool orEqual)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < x || (orEqual && sorted[middle] == x) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private sealed class Points(int rows, int values, int columns)
    {
        public int Rows { get; } = rows;

        public int Values { get; } = values;

        public int Columns { get; } = columns;

        public double[] Numbers { get; } = new double[rows * values];

        public int[] Codes { get; } = new int[rows * columns];
    }
}
