using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Overlap;

/// <summary>
/// A numeric column whose donors hardly overlap the data but have its form: in another unit, or counted from another point.
/// </summary>
/// <param name="Name">The column.</param>
/// <param name="Factor">What the data's values are times to become the donors'; 1 where they are only moved.</param>
/// <param name="Shift">What is added after that; 0 where they are only times something.</param>
/// <param name="DataMedian">The data's median.</param>
/// <param name="DonorMedian">The donors' median.</param>
public sealed record RescaledColumn(string Name, double Factor, double Shift, double DataMedian, double DonorMedian)
{
    private const double Lost = 0.25, Alike = 0.97, VeryFar = 8, Roughly = 0.12;
    private const int FewestValues = 10;
    private static readonly double[] At = [.. Enumerable.Range(1, 19).Select(k => k / 20.0)];

    private static readonly (double Factor, string Of)[] Units = [(10, "millimetres and centimetres"),
        (100, "centimetres and metres"), (1000, "grams and kilograms"), (12, "months and years"),
        (365.25, "days and years"), (7, "days and weeks"), (60, "minutes and hours"),
        (2.2046, "pounds and kilograms"), (2.54, "inches and centimetres"), (3.2808, "feet and metres")];

    /// <summary>One line for a reader.</summary>
    public string Text
    {
        get
        {
            string how = Shift == 0 ? $"times {Number(Factor)}{Hint}" : Factor == 1 ? $"plus {Number(Shift)}"
                : $"times {Number(Factor)} plus {Number(Shift)}{Hint}";
            return $"Column {CellText.Show(Name)} of the donors looks like the data's {how} (medians {Number(DonorMedian)} and "
                + $"{Number(DataMedian)}). Another unit is to be recoded; of another population these are no donors.";
        }
    }

    private string Hint
    {
        get
        {
            if (Shift != 0)
            {
                return Math.Abs(Math.Log(Factor / 1.8)) < Roughly && Shift > 0 || Math.Abs(Math.Log(Factor * 1.8)) < Roughly && Shift < 0
                    ? ", as of Fahrenheit and Celsius" : string.Empty;
            }

            double size = Math.Abs(Math.Log(Math.Abs(Factor)));
            (double factor, string of) = Units.MinBy(u => Math.Abs(Math.Log(u.Factor) - size));
            return Math.Abs(Math.Log(factor) - size) < Roughly ? $", as of {of}" : string.Empty;
        }
    }

    /// <summary>The columns of which this is so, the outcome's among them.</summary>
    /// <param name="data">The original rows.</param>
    /// <param name="donors">Donors with the data's columns.</param>
    public static IReadOnlyList<RescaledColumn> Of(CausalData data, CausalData donors)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(donors);
        return [.. data.Covariates.Columns.Append(data.OutcomeColumn).Where(c => c is not DiscreteColumn).Select(c => Of(c.Name,
            Sorted(c), Sorted(c.Name == data.OutcomeColumn.Name ? donors.OutcomeColumn : donors.Covariates[c.Name])))
            .OfType<RescaledColumn>()];
    }

    private static double[] Sorted(Column column) => [.. column.ToNumbers().Where(v => !double.IsNaN(v)).Order()];

    private static RescaledColumn? Of(string name, double[] own, double[] others)
    {
        if (own.Distinct().Take(FewestValues).Count() < FewestValues || others.Distinct().Take(FewestValues).Count() < FewestValues)
        {
            return null;
        }

        double[] x = [.. At.Select(p => SortedQuantile.Of(own, p))], y = [.. At.Select(p => SortedQuantile.Of(others, p))];
        (double mx, double my) = (x.Average(), y.Average());
        double xx = x.Sum(v => (v - mx) * (v - mx)), yy = y.Sum(v => (v - my) * (v - my)),
            xy = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum();
        if (!(xx > 0 && yy > 0) || xy / Math.Sqrt(xx * yy) < Alike)
        {
            return null;
        }

        double factor = Math.Sqrt(yy / xx);
        if (Overlap(own, others) >= Lost && factor is > 1 / VeryFar and < VeryFar)
        {
            return null;
        }

        // The simplest of three: times something, plus something, both. Quantiles may be off by what another population makes of them.
        double times = x.Zip(y, (a, b) => a * b).Sum() / x.Sum(v => v * v), allowed = 0.2 * Math.Sqrt(yy / At.Length);
        double[] left = [.. x.Zip(y, (a, b) => b - (times * a))];
        bool onlyTimes = Math.Sqrt(left.Average(v => v * v)) <= allowed && times > 0;
        bool onlyPlus = !onlyTimes && factor is > 0.75 and < 1.33;
        return new RescaledColumn(name, onlyTimes ? times : onlyPlus ? 1 : factor,
            onlyTimes ? 0 : onlyPlus ? my - mx : my - (factor * mx), SortedQuantile.Of(own, 0.5), SortedQuantile.Of(others, 0.5));
    }

    // The common part of two histograms whose edges are the deciles of both.
    private static double Overlap(double[] own, double[] others)
    {
        double[] edges = [.. Enumerable.Range(0, 11).SelectMany(k => new[] { SortedQuantile.Of(own, k / 10.0),
            SortedQuantile.Of(others, k / 10.0) }).Distinct().Order()];
        double common = 0;
        for (int e = 0; e < edges.Length; e++)
        {
            common += Math.Min(Share(own, edges, e), Share(others, edges, e));
        }

        return common;
    }

    private static double Share(double[] values, double[] edges, int e) => values.Count(v => v >= edges[e]
        && (e == edges.Length - 1 || v < edges[e + 1])) / (double)values.Length;

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
