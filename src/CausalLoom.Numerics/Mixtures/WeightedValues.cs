using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Numerics.Mixtures;

/// <summary>
/// Sorted distinct values with their counts: in one dimension a sample of any size is a short list, so a mixture
/// iteration costs distinct values × components instead of rows × components.
/// </summary>
internal sealed class WeightedValues
{
    internal WeightedValues(double[] values, double[] counts)
    {
        Values = values;
        Counts = counts;
        for (int i = 0; i < values.Length; i++)
        {
            Total += counts[i];
            Mean += counts[i] * values[i];
        }

        Mean /= Total;
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            squares += counts[i] * (values[i] - Mean) * (values[i] - Mean);
        }

        Variance = Total > 1 ? squares / (Total - 1) : 0;
    }

    internal double[] Values { get; }

    internal double[] Counts { get; }

    internal double Total { get; }

    internal double Mean { get; }

    /// <summary>The sample variance (n − 1).</summary>
    internal double Variance { get; }

    /// <summary>
    /// Sorts and counts a sample, pooling neighbours where there are more than <paramref name="maxDistinct"/> distinct values.
    /// </summary>
    internal static WeightedValues Of(ReadOnlySpan<double> sample, int maxDistinct)
    {
        double[] sorted = sample.ToArray();
        Array.Sort(sorted);
        (double[] values, double[] counts) = DistinctValues.Of(sorted);
        return values.Length <= maxDistinct
            ? new WeightedValues(values, counts)
            : Pool(values, counts, sorted.Length / (double)maxDistinct);
    }

    private static WeightedValues Pool(double[] values, double[] counts, double groupSize)
    {
        List<double> means = [], sizes = [];
        double sum = 0, size = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i] * counts[i];
            size += counts[i];
            if (size >= groupSize || i == values.Length - 1)
            {
                means.Add(sum / size);
                sizes.Add(size);
                sum = size = 0;
            }
        }

        return new WeightedValues([.. means], [.. sizes]);
    }
}
