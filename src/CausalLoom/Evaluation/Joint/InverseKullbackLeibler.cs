namespace CausalLoom.Evaluation.Joint;

/// <summary>
/// The "marginal" metric of docs/methods/joint-metrics.md: 1 / (1 + Σ(p·ln(p/q) − p + q)) with p, q the shares of real and synthetic
/// values per cell. Cells are the real column's values where it has fewer than five, and otherwise min(10, distinct values)
/// bins of equal width over its range; synthetic mass outside is dropped silently, as in the papers' code. Empty cells hold 1e-11.
/// </summary>
public static class InverseKullbackLeibler
{
    private const int FewValues = 5;
    private const int MostBins = 10;
    private const double Empty = 1e-11;

    /// <summary>The metric of one column, 1 is best.</summary>
    public static double OfColumn(double[] real, double[] synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        double[] values = [.. real.Distinct().Order()];
        (double[] p, double[] q) = values.Length < FewValues
            ? FrequenciesByValue(values, real, synthetic)
            : FrequenciesByBin(Math.Min(MostBins, values.Length), real, synthetic);
        double divergence = 0;
        for (int k = 0; k < p.Length; k++)
        {
            double pk = p[k] == 0 ? Empty : p[k], qk = q[k] == 0 ? Empty : q[k];
            divergence += (pk * Math.Log(pk / qk)) - pk + qk;
        }

        return 1 / (1 + divergence);
    }

    private static (double[] P, double[] Q) FrequenciesByValue(double[] realValues, double[] real, double[] synthetic)
    {
        // Values that only the synthetic column has are cells too.
        double[] values = [.. realValues.Union(synthetic)];
        return ([.. values.Select(v => Share(real, v))], [.. values.Select(v => Share(synthetic, v))]);
    }

    private static double Share(double[] column, double value) => column.Count(v => v.Equals(value)) / (double)column.Length;

    private static (double[] P, double[] Q) FrequenciesByBin(int bins, double[] real, double[] synthetic)
    {
        double min = real.Min(), max = real.Max();
        return (Histogram(real, min, max, bins), Histogram(synthetic, min, max, bins));
    }

    // Bins are closed on the left, the last one on both sides; shares are of the mass inside.
    private static double[] Histogram(double[] column, double min, double max, int bins)
    {
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(k => k == bins ? max : min + (k * (max - min) / bins))];
        double[] counts = new double[bins];
        double inside = 0;
        foreach (double value in column.Where(v => v >= min && v <= max))
        {
            int bin = Array.BinarySearch(edges, value);
            counts[Math.Min(bin < 0 ? ~bin - 1 : bin, bins - 1)]++;
            inside++;
        }

        return inside == 0 ? counts : Array.ConvertAll(counts, count => count / inside);
    }
}
