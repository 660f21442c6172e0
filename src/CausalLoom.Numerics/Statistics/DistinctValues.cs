namespace CausalLoom.Numerics.Statistics;

/// <summary>The distinct numbers of a sorted sample and how often each occurs.</summary>
public static class DistinctValues
{
    /// <summary>Counts them.</summary>
    /// <param name="sorted">Numbers without NaN, ascending.</param>
    /// <returns>The distinct numbers, ascending, and their counts.</returns>
    public static (double[] Values, double[] Counts) Of(ReadOnlySpan<double> sorted)
    {
        List<double> values = [], counts = [];
        foreach (double x in sorted)
        {
            if (values.Count > 0 && values[^1] == x)
            {
                counts[^1]++;
            }
            else
            {
                values.Add(x);
                counts.Add(1);
            }
        }

        return ([.. values], [.. counts]);
    }
}
