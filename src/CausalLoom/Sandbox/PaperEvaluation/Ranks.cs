namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>Ranks.</summary>
internal static class Ranks
{
    /// <summary>Ranks from 1, equal values sharing their mean rank; NaN stays NaN.</summary>
    public static double[] Mid(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).OrderBy(i => values[i])];
        double[] ranks = new double[values.Length];
        Array.Fill(ranks, double.NaN);
        for (int from = 0; from < order.Length;)
        {
            int to = from + 1;
            while (to < order.Length && values[order[to]] == values[order[from]])
            {
                to++;
            }

            foreach (int i in order.AsSpan(from, to - from))
            {
                ranks[i] = 0.5 * (from + 1 + to);
            }

            from = to;
        }

        return ranks;
    }
}
