namespace CausalLoom.Evaluation.Joint;

/// <summary>
/// The Jensen–Shannon metric of docs/methods/joint-metrics.md: the real column is cut into at most ten bins of equal width, values
/// outside fall into a bin of their own, 1 is added to every share (as in the papers' code, which makes both nearly flat), and
/// the natural-log Jensen–Shannon distance of the normalised results is taken. 0 is best.
/// </summary>
public static class CutJensenShannon
{
    private const int MostBins = 10;

    /// <summary>The distance of one column.</summary>
    public static double OfColumn(double[] real, double[] synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        double[] edges = Edges(real);
        double[] p = Shares(real, edges), q = Shares(synthetic, edges);

        // A bin for values outside exists only where there are any.
        int cells = p[^1] > 0 || q[^1] > 0 ? p.Length : p.Length - 1;
        return Distance(p.AsSpan(0, cells), q.AsSpan(0, cells));
    }

    private static double[] Edges(double[] real)
    {
        int bins = Math.Min(MostBins, real.Distinct().Count());
        double min = real.Min(), max = real.Max();
        if (min.Equals(max))
        {
            double margin = min == 0 ? 0.001 : 0.001 * Math.Abs(min);
            return [min - margin, max + margin];
        }

        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(k => k == bins ? max : min + (k * (max - min) / bins))];
        edges[0] -= 0.001 * (max - min);
        return edges;
    }

    // Bins are closed on the right; the last share is of values outside.
    private static double[] Shares(double[] column, double[] edges)
    {
        double[] shares = new double[edges.Length];
        foreach (double value in column)
        {
            int edge = Array.BinarySearch(edges, value);
            int bin = edge < 0 ? ~edge - 1 : edge - 1;
            bool inside = bin >= 0 && bin < edges.Length - 1;
            shares[inside ? bin : ^1] += 1.0 / column.Length;
        }

        return shares;
    }

    private static double Distance(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double sumP = 0, sumQ = 0, divergence = 0;
        for (int k = 0; k < p.Length; k++)
        {
            (sumP, sumQ) = (sumP + p[k] + 1, sumQ + q[k] + 1);
        }

        for (int k = 0; k < p.Length; k++)
        {
            double a = (p[k] + 1) / sumP, b = (q[k] + 1) / sumQ, m = (a + b) / 2;
            divergence += ((a * Math.Log(a / m)) + (b * Math.Log(b / m))) / 2;
        }

        return Math.Sqrt(Math.Max(0, divergence));
    }
}
