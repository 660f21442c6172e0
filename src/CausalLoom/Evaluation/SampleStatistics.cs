using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Evaluation;

/// <summary>The few sample statistics that the metrics share, in float64 and in a fixed order of summation.</summary>
internal static class SampleStatistics
{
    /// <summary>The mean; NaN where there are no values.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>The sample standard deviation (n − 1); 0 for fewer than two values.</summary>
    public static double Sd(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        double mean = Mean(values), squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Sqrt(squares / (values.Length - 1));
    }

    /// <summary>The values in ascending order.</summary>
    public static double[] Sorted(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>
    /// The p-quantile of sorted values with linear interpolation at p·(n − 1) (Hyndman and Fan's type 7, numpy's default).
    /// </summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double p) => SortedQuantile.Of(sorted, p);

    /// <summary>The median of unsorted values.</summary>
    public static double Median(ReadOnlySpan<double> values) => Quantile(Sorted(values), 0.5);
}
