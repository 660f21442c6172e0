namespace CausalLoom.Report.Charts;

/// <summary>Distances between two margins, used to order the charts: 0 where they agree, 1 where they have nothing in common.</summary>
internal static class MarginDistance
{
    /// <summary>Kolmogorov–Smirnov: the largest gap between the two empirical distribution functions; NaN where a side is empty.</summary>
    public static double KolmogorovSmirnov(IEnumerable<double> first, IEnumerable<double> second)
    {
        double[] a = [.. first.Where(double.IsFinite).Order()];
        double[] b = [.. second.Where(double.IsFinite).Order()];
        if (a.Length == 0 || b.Length == 0)
        {
            return double.NaN;
        }

        double largest = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= value)
            {
                i++;
            }

            while (j < b.Length && b[j] <= value)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return largest;
    }

    /// <summary>Total variation: half the summed gaps between the shares of each level.</summary>
    public static double TotalVariation(IReadOnlyList<double> first, IReadOnlyList<double> second) =>
        first.Zip(second, (p, q) => Math.Abs(p - q)).Sum() / 2;
}
