namespace CausalLoom.Sandbox.Verification;

/// <summary>Puts units into bins of what was asked of them.</summary>
internal static class Binning
{
    // A constant that is worked out row by row differs in its last digits: as values, these would be bins of a handful of units.
    private const double Rounding = 1e-12;

    /// <summary>A bin for each value where there are few; else bins of equal numbers of units, equal values together.</summary>
    public static int[][] Rows(double[] asked, int bins)
    {
        int[] order = [.. Enumerable.Range(0, asked.Length).OrderBy(i => asked[i])];
        List<int[]> groups = [];
        double same = asked.Select(Math.Abs).DefaultIfEmpty(0).Max() * Rounding;
        int distinct = Enumerable.Range(0, order.Length).Count(k => k == 0 || asked[order[k]] - asked[order[k - 1]] > same);
        for (int from = 0; from < order.Length;)
        {
            int to = distinct <= bins ? from + 1 : Math.Min(order.Length, (int)((groups.Count + 1L) * order.Length / bins));
            to = Math.Max(to, from + 1);
            while (to < order.Length && asked[order[to]] - asked[order[to - 1]] <= same)
            {
                to++;
            }

            groups.Add(order[from..to]);
            from = to;
        }

        return [.. groups];
    }

    /// <summary>The bins with their means.</summary>
    public static IReadOnlyList<KnobBin> Of(double[] asked, double[] delivered, int bins) => [.. Rows(asked, bins).Select(rows =>
    {
        double target = rows.Average(i => asked[i]), mean = rows.Average(i => delivered[i]);

        // The spread of errors, not of values: what was asked is no noise.
        double off = mean - target, variance = rows.Average(i => (delivered[i] - asked[i] - off) * (delivered[i] - asked[i] - off));
        return new KnobBin(rows.Length, target, mean, Math.Sqrt(variance / Math.Max(1, rows.Length - 1)));
    })];
}
