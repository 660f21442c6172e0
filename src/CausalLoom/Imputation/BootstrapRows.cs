using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Imputation;

/// <summary>Rows drawn with replacement, whole clusters where there are some: models of them differ as other samples' would.</summary>
internal static class BootstrapRows
{
    /// <summary>How often each row is drawn, in the order of <paramref name="rows"/>.</summary>
    internal static double[] Counts(CausalData data, int[] rows, RandomStream stream)
    {
        double[] counts = new double[rows.Length];
        if (data.Clusters is not { } clusters)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                counts[stream.NextInt(rows.Length)]++;
            }

            return counts;
        }

        int[][] groups = [.. Enumerable.Range(0, rows.Length).GroupBy(i => clusters[rows[i]]).Select(group => group.ToArray())];
        for (int g = 0; g < groups.Length; g++)
        {
            foreach (int i in groups[stream.NextInt(groups.Length)])
            {
                counts[i]++;
            }
        }

        return counts;
    }
}
