namespace CausalLoom.Rules;

/// <summary>
/// How likely it is that a column never exceeds another by chance: both as normal scores, the one given the other normal with the line and
/// the spread of the rows around it. One correlation for all rows would not do: a factor with a heavy tail ties high values closer than
/// others, scores of values that many rows share are closer than their correlation says, and either makes an order where there is none.
/// </summary>
internal static class OrderChance
{
    private const int FewestRows = 10, FewestAround = 30;

    /// <summary>The logarithm of the chance; 0 where rows are too few to say.</summary>
    /// <param name="low">The column that is never above, NaN where missing.</param>
    /// <param name="high">The column that is never below.</param>
    public static double Log(double[] low, double[] high)
    {
        (double[] a, double[] b) = Both(low, high);

        // Seen from either side; the kinder explanation counts.
        return a.Length < FewestRows ? 0 : Math.Max(Given(a, b).Sum(p => Math.Log(1 - p)),
            Given(Array.ConvertAll(b, v => -v), Array.ConvertAll(a, v => -v)).Sum(p => Math.Log(1 - p)));
    }

    /// <summary>The share of rows that chance would let cross.</summary>
    public static double Crossing(double[] low, double[] high)
    {
        (double[] a, double[] b) = Both(low, high);
        return a.Length == 0 ? 0 : Given(a, b).Average();
    }

    private static (double[] Low, double[] High) Both(double[] low, double[] high)
    {
        int[] rows = [.. Enumerable.Range(0, low.Length).Where(i => !double.IsNaN(low[i]) && !double.IsNaN(high[i]))];
        return (Array.ConvertAll(rows, i => low[i]), Array.ConvertAll(rows, i => high[i]));
    }

    // How likely the second is to be below the first in each row, given the first.
    private static double[] Given(double[] first, double[] second)
    {
        int n = first.Length;
        double[] x = OrderSearch.Scores(first), y = OrderSearch.Scores(second), sorted = [.. second.Order()];
        (double[] mean, double[] spread) = Around(x, y, Math.Min(n, Math.Max(FewestAround, 2 * (int)Math.Sqrt(n))));
        double[] chance = new double[n];
        for (int i = 0; i < n; i++)
        {
            int below = LowerBound(sorted, first[i]);
            chance[i] = below == 0 ? 0 : Math.Min(1 - 1e-12,
                Chance.Normal((Chance.NormalQuantile(Math.Min(below, n - 0.5) / n) - mean[i]) / spread[i]));
        }

        return chance;
    }

    // The least-squares line through the rows around each, and the standard deviation about it.
    private static (double[] Mean, double[] Spread) Around(double[] x, double[] y, int width)
    {
        int n = x.Length;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => x[i])];
        double[,] sums = new double[n + 1, 5];
        for (int k = 0; k < n; k++)
        {
            double u = x[order[k]], v = y[order[k]];
            sums[k + 1, 0] = sums[k, 0] + u;
            sums[k + 1, 1] = sums[k, 1] + v;
            sums[k + 1, 2] = sums[k, 2] + (u * u);
            sums[k + 1, 3] = sums[k, 3] + (u * v);
            sums[k + 1, 4] = sums[k, 4] + (v * v);
        }

        double[] mean = new double[n], spread = new double[n];
        for (int k = 0; k < n; k++)
        {
            int from = Math.Clamp(k - (width / 2), 0, n - width);
            double Sum(int j) => sums[from + width, j] - sums[from, j];
            double u = Sum(0) / width, v = Sum(1) / width;
            double uu = Sum(2) - (width * u * u), uv = Sum(3) - (width * u * v), vv = Sum(4) - (width * v * v);
            double slope = uu > 1e-9 ? uv / uu : 0;
            mean[order[k]] = v + (slope * (x[order[k]] - u));
            spread[order[k]] = Math.Sqrt(Math.Max(vv - (slope * uv), 1e-9) / Math.Max(1, width - 2));
        }

        return (mean, spread);
    }

    private static int LowerBound(double[] sorted, double value)
    {
        int at = Array.BinarySearch(sorted, value);
        if (at < 0)
        {
            return ~at;
        }

        while (at > 0 && sorted[at - 1] == value)
        {
            at--;
        }

        return at;
    }
}
