namespace CausalLoom.Generators.Forest;

/// <summary>
/// An order of a text column's levels for a forest's cuts, instead of one column a level: by the mean of the column that depends
/// on it most (by the adjusted share of variance between levels), where levels with few rows are drawn to the overall mean.
/// </summary>
internal static class LevelRanks
{
    private const double PriorRows = 5;

    /// <summary>The place of every level, 0 for the first.</summary>
    /// <param name="codes">The level of each row; NaN where missing.</param>
    /// <param name="levels">How many levels there are.</param>
    /// <param name="others">Columns that have an order of their own; NaN where missing.</param>
    internal static double[] Of(double[] codes, int levels, IEnumerable<double[]> others)
    {
        double[] best = new double[levels];
        double strongest = double.NegativeInfinity;
        foreach (double[] other in others)
        {
            (double strength, double[] means) = Dependence(codes, levels, other);
            if (strength > strongest)
            {
                (strongest, best) = (strength, means);
            }
        }

        int[] order = [.. Enumerable.Range(0, levels).OrderBy(k => best[k]).ThenBy(k => k)];
        double[] ranks = new double[levels];
        for (int place = 0; place < levels; place++)
        {
            ranks[order[place]] = place;
        }

        return ranks;
    }

    // Ranks of the other column stand for its values: no unit or outlier has a say.
    private static (double Strength, double[] Means) Dependence(double[] codes, int levels, double[] other)
    {
        int[] rows = [.. Enumerable.Range(0, codes.Length).Where(i => !double.IsNaN(codes[i]) && !double.IsNaN(other[i]))
            .OrderBy(i => other[i])];
        double[] sums = new double[levels], counts = new double[levels];
        double total = 0, squares = 0;
        for (int start = 0, end; start < rows.Length; start = end)
        {
            end = start;
            while (end < rows.Length && other[rows[end]] == other[rows[start]])
            {
                end++;
            }

            double rank = (start + end - 1) / 2.0;
            for (int i = start; i < end; i++)
            {
                int k = (int)codes[rows[i]];
                sums[k] += rank;
                counts[k]++;
                total += rank;
                squares += rank * rank;
            }
        }

        double n = rows.Length, mean = n > 0 ? total / n : 0, variance = squares - (n * mean * mean);
        double between = 0, used = 0;
        for (int k = 0; k < levels; k++)
        {
            between += counts[k] > 0 ? counts[k] * Math.Pow((sums[k] / counts[k]) - mean, 2) : 0;
            used += counts[k] > 0 ? 1 : 0;
        }

        double strength = variance > 0 && n > used ? 1 - ((variance - between) / (n - used) * (n - 1) / variance) : double.NegativeInfinity;
        return (strength, [.. Enumerable.Range(0, levels).Select(k => (sums[k] + (PriorRows * mean)) / (counts[k] + PriorRows))]);
    }
}
