namespace CausalLoom.Sandbox.Verification;

/// <summary>Puts units into bins of what was asked of them.</summary>
internal static class Binning
{
    /// <summary>A bin for each value where there are few; else bins of equal numbers of units, equal values together.</summary>
    public static int[][] Rows(double[] asked, int bins)
    {
        int[] order = [.. Enumerable.Range(0, asked.Length).OrderBy(i => asked[i])];
        List<int[]> groups = [];
        int distinct = asked.Distinct().Take(bins + 1).Count();
        for (int from = 0; from < order.Length;)
        {
            int to = distinct <= bins ? from + 1 : Math.Min(order.Length, (int)((groups.Count + 1L) * order.Length / bins));
            to = Math.Max(to, from + 1);
            while (to < order.Length && asked[order[to]] == asked[order[to - 1]])
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
