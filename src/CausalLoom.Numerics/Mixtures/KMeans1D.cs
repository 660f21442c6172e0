namespace CausalLoom.Numerics.Mixtures;

/// <summary>
/// Lloyd's k-means in one dimension from quantile centres: clusters are intervals of the sorted values, so one pass needs
/// only their borders. Deterministic.
/// </summary>
internal static class KMeans1D
{
    /// <summary>The cluster of each distinct value, 0 … k − 1 from left to right; some may be empty.</summary>
    internal static int[] Cluster(WeightedValues sample, int k, int maxIterations = 50)
    {
        double[] centres = QuantileCentres(sample, k);
        int[] labels = new int[sample.Values.Length];
        for (int iteration = 0; iteration < maxIterations; iteration++)
        {
            bool moved = Assign(sample.Values, centres, labels) || iteration == 0;
            if (!moved)
            {
                break;
            }

            Recentre(sample, centres, labels);
        }

        return labels;
    }

    private static double[] QuantileCentres(WeightedValues sample, int k)
    {
        double[] centres = new double[k];
        double seen = 0;
        int next = 0;
        for (int i = 0; i < sample.Values.Length; i++)
        {
            seen += sample.Counts[i];
            while (next < k && seen >= (next + 0.5) / k * sample.Total)
            {
                centres[next++] = sample.Values[i];
            }
        }

        while (next < k)
        {
            centres[next++] = sample.Values[^1];
        }

        return centres;
    }

    private static bool Assign(double[] values, double[] centres, int[] labels)
    {
        bool moved = false;
        int k = 0;
        for (int i = 0; i < values.Length; i++)
        {
            // Equal centres share their values with the first of them; the strict comparison keeps that stable.
            for (int next = k + 1; next < centres.Length; next++)
            {
                if (Math.Abs(values[i] - centres[next]) < Math.Abs(values[i] - centres[k]))
                {
                    k = next;
                }
            }

            moved |= labels[i] != k;
            labels[i] = k;
        }

        return moved;
    }

    private static void Recentre(WeightedValues sample, double[] centres, int[] labels)
    {
        double[] sums = new double[centres.Length], sizes = new double[centres.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            sums[labels[i]] += sample.Counts[i] * sample.Values[i];
            sizes[labels[i]] += sample.Counts[i];
        }

        for (int k = 0; k < centres.Length; k++)
        {
            if (sizes[k] > 0)
            {
                centres[k] = sums[k] / sizes[k];
            }
        }
    }
}
