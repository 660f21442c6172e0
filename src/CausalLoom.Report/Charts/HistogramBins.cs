namespace CausalLoom.Report.Charts;

/// <summary>
/// Bin edges that both sides of a margin share. Bin k holds [edge k, edge k+1), the last one its right edge too; values
/// beyond the edges count in the end bins, so that every value falls in exactly one bin.
/// </summary>
internal sealed class HistogramBins
{
    private const int MaximumBins = 24;

    // One far value must not squeeze all others into one bin: where the pooled range is more than twice that of the middle
    // 99 %, the edges end with the latter.
    private const double TailShare = .005;
    private const double LongTail = 2;

    private HistogramBins(double[] edges, bool openAbove)
    {
        Edges = edges;
        OpenAbove = openAbove;
    }

    public double[] Edges { get; }

    /// <summary>Whether values lie above the last edge (and count in the last bin).</summary>
    public bool OpenAbove { get; }

    /// <summary>A d3 format for the axis: SI prefixes only for large numbers, where they are shorter.</summary>
    public string? TickFormat => Math.Max(Math.Abs(Edges[0]), Math.Abs(Edges[^1])) >= 1e4 ? "~s" : null;

    public int Count => Edges.Length - 1;

    public static HistogramBins Uniform(double low, double high, int bins) => new(Spread(low, high, bins), false);

    /// <summary>Bins for the pooled finite values of both sides; whole bins of whole numbers where <paramref name="whole"/>.</summary>
    public static HistogramBins Shared(IEnumerable<double> real, IEnumerable<double> synthetic, bool whole)
    {
        double[] pooled = [.. real.Concat(synthetic).Where(double.IsFinite).Order()];
        if (pooled.Length == 0)
        {
            return Uniform(0, 1, 1);
        }

        (double low, double high) = (pooled[0], pooled[^1]);
        (double lowTail, double highTail) = (Quantile(pooled, TailShare), Quantile(pooled, 1 - TailShare));
        if (highTail > lowTail && high - low > LongTail * (highTail - lowTail))
        {
            (low, high) = (lowTail, highTail);
        }

        double[] edges = whole ? WholeEdges(low, high) : RealEdges(low, high, pooled.Length);
        return new HistogramBins(edges, pooled[^1] > edges[^1]);
    }

    /// <summary>How many finite values fall in each bin.</summary>
    public int[] CountOf(IEnumerable<double> values)
    {
        int[] counts = new int[Count];
        foreach (double value in values.Where(double.IsFinite))
        {
            counts[IndexOf(value)]++;
        }

        return counts;
    }

    /// <summary>The share of finite values in each bin; zeros where there are none.</summary>
    public double[] ShareOf(IEnumerable<double> values)
    {
        int[] counts = CountOf(values);
        int total = counts.Sum();
        return Array.ConvertAll(counts, c => total == 0 ? 0 : (double)c / total);
    }

    private int IndexOf(double value)
    {
        int found = Array.BinarySearch(Edges, value);
        int bin = found >= 0 ? found : ~found - 1;
        return Math.Clamp(bin, 0, Count - 1);
    }

    private static double[] WholeEdges(double low, double high)
    {
        double first = Math.Round(low, MidpointRounding.AwayFromZero);
        double span = Math.Round(high, MidpointRounding.AwayFromZero) - first + 1;
        double width = Math.Ceiling(span / MaximumBins);
        int bins = (int)Math.Ceiling(span / width);
        return [.. Enumerable.Range(0, bins + 1).Select(k => first - .5 + (k * width))];
    }

    private static double[] RealEdges(double low, double high, int values)
    {
        if (high <= low)
        {
            double half = Math.Max(.5, Math.Abs(low) * .01);
            return [low - half, low + half];
        }

        return Spread(low, high, Math.Clamp((int)Math.Sqrt(values), 5, MaximumBins));
    }

    private static double[] Spread(double low, double high, int bins)
    {
        double[] edges = new double[bins + 1];
        for (int k = 0; k <= bins; k++)
        {
            edges[k] = low + ((high - low) * ((double)k / bins));
        }

        edges[^1] = high;
        return edges;
    }

    private static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}
