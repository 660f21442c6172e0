namespace CausalLoom.Data.Cells;

/// <summary>
/// The number that stands for measurements beyond a limit: their mean as regression on order statistics has it (Helsel, "Statistics for
/// Censored Environmental Data", 2012, ch. 6): a line through the nearer half of the measured values, or of their logarithms, against the
/// normal quantiles of their ranks, read at the ranks of those beyond.
/// </summary>
internal static class BeyondLimit
{
    private const int Enough = 20;

    /// <summary>The mean, on the column's grid and beyond the limit; the limit's own number where too few values are known.</summary>
    /// <param name="known">The measured values.</param>
    /// <param name="beyond">How many rows lie beyond this limit.</param>
    /// <param name="opposite">How many lie beyond the one on the other side.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="decimals">The decimals of the measured values.</param>
    public static double Mean(double[] known, int beyond, int opposite, CellLimit limit, int decimals)
    {
        if (limit.Inclusive)
        {
            return limit.Limit;
        }

        double mean = limit.Inside;
        if (known.Length >= Enough)
        {
            double sign = limit.IsLower ? 1 : -1;
            double[] sorted = [.. known.Select(v => sign * v).Order().Take(known.Length / 2)];
            double[] z = [.. sorted.Select((_, i) => Quantile(beyond + i + 1, known.Length + beyond + opposite))];
            double[] tail = [.. Enumerable.Range(1, beyond).Select(rank => Quantile(rank, known.Length + beyond + opposite))];
            (double slope, double intercept, double fit) line = Line(z, sorted);
            mean = sign * tail.Average(t => line.intercept + (line.slope * t));
            if (sorted.All(v => sign * v > 0))
            {
                (double slope, double intercept, double fit) log = Line(z, [.. sorted.Select(v => sign * Math.Log(sign * v))]);
                mean = log.fit > line.fit ? tail.Average(t => Math.Exp(sign * (log.intercept + (log.slope * t)))) : mean;
            }
        }

        // On the grid of the others, and still beyond; what cannot be negative stays so.
        double unit = Math.Pow(10, -decimals);
        mean = limit.IsLower && known.Min() >= 0 && limit.Limit > 0 ? Math.Max(0, mean) : mean;
        mean = Math.Round(limit.IsLower ? Math.Min(mean, limit.Limit) : Math.Max(mean, limit.Limit), Math.Min(decimals, 15));
        return limit.Covers(mean) ? mean : Math.Round(limit.IsLower ? limit.Limit - unit : limit.Limit + unit, Math.Min(decimals + 1, 15));
    }

    private static double Quantile(int rank, int of) => NormalQuantile.Of((rank - 0.375) / (of + 0.25));

    private static (double Slope, double Intercept, double Fit) Line(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average(), xx = 0, xy = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xx += (x[i] - mx) * (x[i] - mx);
            xy += (x[i] - mx) * (y[i] - my);
            yy += (y[i] - my) * (y[i] - my);
        }

        double slope = xx > 0 ? xy / xx : 0;
        return (slope, my - (slope * mx), xx > 0 && yy > 0 ? xy * xy / (xx * yy) : 0);
    }
}
