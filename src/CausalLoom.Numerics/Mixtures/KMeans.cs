using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Mixtures;

/// <summary>Lloyd's k-means from centres drawn by k-means++ (Arthur and Vassilvitskii, SODA 2007).</summary>
internal static class KMeans
{
    /// <summary>The cluster of each row, 0 … k − 1; some may be empty.</summary>
    internal static int[] Cluster(Matrix sample, int k, RandomStream stream, int maxIterations = 30)
    {
        Matrix centres = Centres(sample, k, stream);
        int[] labels = new int[sample.Rows];
        for (int iteration = 0; iteration < maxIterations; iteration++)
        {
            if (!Assign(sample, centres, labels) && iteration > 0)
            {
                break;
            }

            Recentre(sample, centres, labels);
        }

        return labels;
    }

    private static Matrix Centres(Matrix sample, int k, RandomStream stream)
    {
        Matrix centres = new(k, sample.Columns);
        double[] nearest = new double[sample.Rows];
        Array.Fill(nearest, 1);
        for (int c = 0; c < k; c++)
        {
            // Where every row is a centre already, any row will do.
            int row = nearest.Any(d => d > 0) ? stream.NextCategory(nearest) : stream.NextInt(sample.Rows);
            sample.Row(row).CopyTo(centres.Row(c));
            for (int i = 0; i < nearest.Length; i++)
            {
                double d = Distance(sample.Row(i), centres.Row(c));
                nearest[i] = c == 0 ? d : Math.Min(nearest[i], d);
            }
        }

        return centres;
    }

    private static bool Assign(Matrix sample, Matrix centres, int[] labels)
    {
        bool moved = false;
        for (int i = 0; i < labels.Length; i++)
        {
            int best = 0;
            double least = double.PositiveInfinity;
            for (int c = 0; c < centres.Rows; c++)
            {
                double d = Distance(sample.Row(i), centres.Row(c));
                (best, least) = d < least ? (c, d) : (best, least);
            }

            moved |= labels[i] != best;
            labels[i] = best;
        }

        return moved;
    }

    private static void Recentre(Matrix sample, Matrix centres, int[] labels)
    {
        Matrix sums = new(centres.Rows, centres.Columns);
        int[] sizes = new int[centres.Rows];
        for (int i = 0; i < labels.Length; i++)
        {
            sizes[labels[i]]++;
            Solvers.SymmetricMatrix.Axpy(1, sample.Row(i), sums.Row(labels[i]));
        }

        for (int c = 0; c < sizes.Length; c++)
        {
            for (int a = 0; a < centres.Columns && sizes[c] > 0; a++)
            {
                centres[c, a] = sums[c, a] / sizes[c];
            }
        }
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }

        return sum;
    }
}
