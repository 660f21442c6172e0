using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Text.Rows;

/// <summary>
/// A column of numbers as whole numbers of a unit 10^−places, short enough to be read and written as text. Where the data are
/// finer than the unit, a cell of it stands for the values that fall into it: values that the data repeat come back exactly,
/// by their frequencies in the cell, others evenly spread over it.
/// </summary>
internal sealed class NumberCells
{
    private const int MaxShown = 9;
    private const double MaxCell = 1e15, Readable = 1e7;
    private readonly Dictionary<long, List<(double Value, double Count)>> _repeated = [];

    private NumberCells(int places, bool exact, long low, long high)
    {
        Places = places;
        Exact = exact;
        Language = new NumberLanguage(places is > 0 and <= MaxShown ? places : 0, low, high);
    }

    /// <summary>Decimals of the unit; negative for tens, hundreds, ….</summary>
    internal int Places { get; }

    /// <summary>Whether a cell holds one value only.</summary>
    internal bool Exact { get; }

    internal NumberLanguage Language { get; }

    /// <summary>The cells of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cells">The middle nine tenths of the values get at least so many cells, unless the data are coarser.</param>
    internal static NumberCells Of(Column column, int cells)
    {
        if (column is IntegerColumn integers)
        {
            long[] seen = [.. integers.Values.Where((_, i) => !integers.IsMissing(i)).Select(v => Math.Max(v, long.MinValue + 1))];
            return new NumberCells(0, true, seen.Length == 0 ? 1 : seen.Min(), seen.Length == 0 ? 0 : seen.Max());
        }

        double[] values = [.. column.ToNumbers().Where(x => !double.IsNaN(x))];
        Array.Sort(values);
        if (values.Length == 0)
        {
            return new NumberCells(0, true, 1, 0);
        }

        double largest = Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        int places = NeededPlaces(values, largest, cells);
        bool exact = (column as ContinuousColumn)?.Decimals is { } given && given <= places && largest * Math.Pow(10, given) < MaxCell;
        NumberCells made = new(exact ? ((ContinuousColumn)column).Decimals!.Value : places, exact, 1, 0);
        made = new NumberCells(made.Places, exact, made.Cell(values[0]), made.Cell(values[^1]));
        if (!exact)
        {
            made.CountRepeated(values);
        }

        return made;
    }

    /// <summary>The cell of a value.</summary>
    internal long Cell(double value) => (long)Math.Clamp(
        Math.Round(Places is >= 0 and <= 300 ? value * Math.Pow(10, Places) : value / Math.Pow(10, -Places)), -9.2e18, 9.2e18);

    /// <summary>A value of a cell.</summary>
    internal double Draw(long cell, RandomStream stream)
    {
        if (Exact)
        {
            return Scaled(cell);
        }

        double among = stream.NextDouble();
        if (_repeated.TryGetValue(cell, out List<(double Value, double Count)>? values))
        {
            double left = among * values.Sum(v => v.Count);
            foreach ((double value, double count) in values)
            {
                left -= count;
                if (left < 0)
                {
                    among = stream.NextDouble();
                    return double.IsNaN(value) ? Scaled(cell + among - 0.5) : value;
                }
            }
        }

        return Scaled(cell + among - 0.5);
    }

    internal JsonObject ToJson() => new()
    {
        ["places"] = Places,
        ["exact"] = Exact,
        ["low"] = Language.Low.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["high"] = Language.High.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The repeated values [cell, value or NaN for all others, count].</summary>
    internal Tensor Repeated()
    {
        double[] flat = [.. _repeated.OrderBy(p => p.Key).SelectMany(p => p.Value.SelectMany(v => new[] { p.Key, v.Value, v.Count }))];
        return new Tensor(flat, flat.Length / 3, 3);
    }

    internal static NumberCells FromJson(JsonNode? json, Tensor? repeated)
    {
        double places = LayoutJson.Number(LayoutJson.Get(json, "places") ?? throw LayoutJson.Damaged("places"), "places");
        long low = Long(json, "low"), high = Long(json, "high");
        NumberCells cells = new(places is > -400 and < 400 ? (int)places : throw LayoutJson.Damaged("places"),
            LayoutJson.Boolean(json, "exact"), low, high);
        double[] flat = repeated?.AsDoubles() ?? [];
        for (int i = 0; i + 2 < flat.Length; i += 3)
        {
            cells.Add((long)flat[i], flat[i + 1], flat[i + 2]);
        }

        return cells;
    }

    private static long Long(JsonNode? json, string key) =>
        long.TryParse(LayoutJson.String(json, key), System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out long value) ? value : throw LayoutJson.Damaged(key);

    private static int NeededPlaces(double[] sorted, double largest, int cells)
    {
        double low = sorted[(int)(0.05 * (sorted.Length - 1))], high = sorted[(int)Math.Ceiling(0.95 * (sorted.Length - 1))];
        double half = (high / 2) - (low / 2);
        half = half > 0 ? half : (sorted[^1] / 2) - (sorted[0] / 2);
        if (half <= 0)
        {
            half = largest > 0 ? largest : 1;
        }

        int places = (int)Math.Ceiling(Math.Log10(cells / 2.0) - Math.Log10(half));
        places = largest < Readable ? Math.Max(0, places) : places;
        return Math.Min(places, (int)Math.Floor(Math.Log10(MaxCell) - Math.Log10(Math.Max(largest, double.Epsilon))));
    }

    private void CountRepeated(double[] sorted)
    {
        for (int i = 0; i < sorted.Length;)
        {
            int end = i;
            while (end < sorted.Length && sorted[end] == sorted[i])
            {
                end++;
            }

            Add(Cell(sorted[i]), end - i > 1 ? sorted[i] : double.NaN, end - i);
            i = end;
        }

        // Cells of which nothing is repeated need no list: their values are spread evenly.
        foreach (long cell in _repeated.Where(p => p.Value.TrueForAll(v => double.IsNaN(v.Value))).Select(p => p.Key).ToArray())
        {
            _repeated.Remove(cell);
        }
    }

    private void Add(long cell, double value, double count)
    {
        if (!_repeated.TryGetValue(cell, out List<(double Value, double Count)>? values))
        {
            _repeated[cell] = values = [];
        }

        int others = double.IsNaN(value) ? values.FindIndex(v => double.IsNaN(v.Value)) : -1;
        if (others >= 0)
        {
            values[others] = (value, values[others].Count + count);
        }
        else
        {
            values.Add((value, count));
        }
    }

    private double Scaled(double cell) => Places is >= 0 and <= 300 ? cell / Math.Pow(10, Places) : cell * Math.Pow(10, -Places);
}
