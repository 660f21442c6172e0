using System.Globalization;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Report.Html;

/// <summary>Numbers as people read them: invariant, a true minus sign, as many digits as mean something.</summary>
internal static class Numbers
{
    /// <summary>About three significant digits; scientific only where plain would be unreadable.</summary>
    public static string Short(double value) => value switch
    {
        _ when !double.IsFinite(value) => "not a number",
        0 => "0",
        _ when Math.Abs(value) is >= 1e6 or < 5e-4 => Minus(value.ToString("0.##e0", CultureInfo.InvariantCulture)),
        _ when Math.Abs(value) >= 1000 => Minus(value.ToString("#,##0", CultureInfo.InvariantCulture)),
        _ when Math.Abs(value) >= 100 => Minus(value.ToString("0", CultureInfo.InvariantCulture)),
        _ when Math.Abs(value) >= 10 => Minus(value.ToString("0.0", CultureInfo.InvariantCulture)),
        _ when Math.Abs(value) >= 1 => Minus(value.ToString("0.00", CultureInfo.InvariantCulture)),
        _ when Math.Abs(value) >= .01 => Minus(value.ToString("0.000", CultureInfo.InvariantCulture)),
        _ => Minus(value.ToString("0.0000", CultureInfo.InvariantCulture)),
    };

    /// <summary>Six significant digits, for the table of all numbers.</summary>
    public static string Long(double value) => double.IsFinite(value) ? Minus(value.ToString("G6", CultureInfo.InvariantCulture))
        : "not a number";

    public static string Percent(double share) =>
        double.IsFinite(share) ? Minus((100 * share).ToString("0.0", CultureInfo.InvariantCulture)) + " %" : "not a number";

    /// <summary>An estimate with its 95 % interval.</summary>
    public static string Interval(double estimate, double se)
    {
        double half = StandardNormal.Quantile975 * se;
        return $"{Short(estimate)} ({Short(estimate - half)} to {Short(estimate + half)})";
    }

    /// <summary>"1 column", "2 columns".</summary>
    public static string Plural(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? string.Empty : "s")}";

    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>Five significant digits for chart data, so that pages stay small.</summary>
    public static double Compact(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return double.IsFinite(value) ? 0 : double.NaN;
        }

        double scale = Math.Pow(10, 4 - Math.Floor(Math.Log10(Math.Abs(value))));
        double rounded = Math.Round(value * scale) / scale;
        return double.IsFinite(rounded) ? rounded : value;
    }

    private static string Minus(string text) => text.Replace('-', '\u2212');
}
