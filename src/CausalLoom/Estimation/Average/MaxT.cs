using CausalLoom.Numerics.Random;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// The critical value of simultaneous intervals: the c for which P(max_j |Z_j| ≤ c) = .95 with Z normal with the estimates' correlations
/// (Hothorn, Bretz and Westfall 2008), by so many draws that its own error is below .01.
/// </summary>
internal static class MaxT
{
    private const int Draws = 100_000;

    /// <summary>The critical value.</summary>
    /// <param name="influence">The influences of the estimates, [m][n].</param>
    /// <param name="clusters">The cluster of each row, or null.</param>
    /// <param name="stream">Where the draws come from.</param>
    internal static double Critical(IReadOnlyList<double[]> influence, int[]? clusters, RandomStream stream)
    {
        double[][] parts = [.. influence.Select(values => Standardised(clusters is null ? values : Sums(values, clusters)))];
        double[][] root = Root(parts);
        double[] largest = new double[Draws], normal = new double[root.Length];
        for (int d = 0; d < Draws; d++)
        {
            for (int j = 0; j < normal.Length; j++)
            {
                normal[j] = stream.NextNormal();
            }

            foreach (double[] row in root)
            {
                double z = 0;
                for (int j = 0; j < row.Length; j++)
                {
                    z += row[j] * normal[j];
                }

                largest[d] = Math.Max(largest[d], Math.Abs(z));
            }
        }

        Array.Sort(largest);
        return largest[(int)(0.95 * Draws)];
    }

    private static double[] Sums(double[] values, int[] clusters)
    {
        SortedDictionary<int, double> sums = [];
        for (int i = 0; i < values.Length; i++)
        {
            sums[clusters[i]] = sums.GetValueOrDefault(clusters[i]) + values[i];
        }

        return [.. sums.Values];
    }

    private static double[] Standardised(double[] values)
    {
        double mean = values.Average(), norm = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)));
        return Array.ConvertAll(values, v => norm > 0 ? (v - mean) / norm : 0);
    }

    // The lower root of the correlations. Contrasts of all pairs are linearly dependent: a pivot that is rounding alone counts as 0.
    private static double[][] Root(double[][] parts)
    {
        double[][] root = [.. parts.Select(_ => new double[parts.Length])];
        for (int i = 0; i < parts.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = parts[i].Zip(parts[j], (a, b) => a * b).Sum();
                for (int k = 0; k < j; k++)
                {
                    sum -= root[i][k] * root[j][k];
                }

                root[i][j] = i == j ? (sum > 1e-9 ? Math.Sqrt(sum) : 0) : root[j][j] > 0 ? sum / root[j][j] : 0;
            }
        }

        return root;
    }
}
