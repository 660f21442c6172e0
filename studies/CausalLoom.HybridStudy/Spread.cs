using System.Globalization;

namespace CausalLoom.HybridStudy;

/// <summary>Means over runs with their standard errors, as text.</summary>
internal static class Spread
{
    /// <summary>mean (standard error).</summary>
    public static string Mean(IEnumerable<double> values, string format = "0.000") => Text([.. values], v => v.Average(), format);

    /// <summary>Root mean square (standard error by a jackknife).</summary>
    public static string Rms(IEnumerable<double> values, string format = "0.000") =>
        Text([.. values], v => Math.Sqrt(v.Average(x => x * x)), format);

    // The jackknife of a mean is its usual standard error.
    private static string Text(double[] values, Func<IEnumerable<double>, double> statistic, string format)
    {
        if (values.Length == 0)
        {
            return "–";
        }

        string value = Signed(statistic(values), format);
        if (values.Length == 1)
        {
            return value;
        }

        double[] without = [.. Enumerable.Range(0, values.Length).Select(i => statistic(values.Where((_, k) => k != i)))];
        double centre = without.Average(),
            se = Math.Sqrt((values.Length - 1.0) / values.Length * without.Sum(v => (v - centre) * (v - centre)));
        return $"{value} ({Number(se, format)})";
    }

    private static string Signed(double value, string format) => value < 0 ? "−" + Number(-value, format) : Number(value, format);

    private static string Number(double value, string format)
    {
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.StartsWith("0.", StringComparison.Ordinal) ? text[1..] : text;
    }
}
