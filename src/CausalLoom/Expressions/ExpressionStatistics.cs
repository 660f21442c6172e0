using CausalLoom.Data;

namespace CausalLoom.Expressions;

/// <summary>Statistics of the real rows as R computes them: NaN where a value is missing, unless missing ones are to be left out.</summary>
internal static class ExpressionStatistics
{
    /// <summary>The functions that turn columns into one number.</summary>
    public static IReadOnlyList<string> Names { get; } = ["min", "max", "mean", "sd", "median", "quantile"];

    /// <summary>The statistic of that name of some columns taken together.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="share">The share below a quantile.</param>
    /// <param name="skipMissing">Whether missing values are left out.</param>
    public static Func<double[][], double> Of(string name, double share, bool skipMissing) => columns =>
    {
        double[] values = [.. columns.SelectMany(column => column)];
        if (skipMissing)
        {
            values = [.. values.Where(v => !double.IsNaN(v))];
        }

        if (values.Length == 0 || values.Any(double.IsNaN))
        {
            return double.NaN;
        }

        return name switch
        {
            "min" => values.Min(),
            "max" => values.Max(),
            "mean" => Mean(values),
            "sd" => Deviation(values),
            "median" => Quantile(values, 0.5),
            _ => Quantile(values, share),
        };
    };

    /// <summary>The mean of what is not missing.</summary>
    public static double Mean(double[] values) => values.Any(double.IsInfinity) ? double.NaN : Moments.Of(values).Mean;

    /// <summary>The standard deviation of what is not missing, by n − 1; NaN for fewer than two values.</summary>
    public static double Deviation(double[] values)
    {
        Moments moments = Moments.Of(values);
        return values.Any(double.IsInfinity) || moments.Count < 2 ? double.NaN
            : moments.Sd * Math.Sqrt(moments.Count / (moments.Count - 1.0));
    }

    // R's type 7; its median is the same at one half.
    private static double Quantile(double[] values, double share)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        double place = share * (sorted.Length - 1);
        int below = (int)Math.Floor(place), above = Math.Min(below + 1, sorted.Length - 1);
        double part = place - below;
        return part == 0 ? sorted[below] : sorted[below] + (part * (sorted[above] - sorted[below]));
    }
}
