using MathNet.Numerics;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// Entropy (Kozachenko and Leonenko, 1987) and mutual information (Kraskov, Stögbauer and Grassberger, 2004, first estimator) by the k-th
/// nearest neighbour in the maximum norm. Made for values without ties: with them radii are 0 and the figures mean nothing.
/// </summary>
internal static class NeighbourInformation
{
    /// <summary>Neighbours, as the paper's code has it.</summary>
    public const int K = 5;

    // A radius of 0 has no logarithm.
    private const double Least = 1e-10;

    /// <summary>ψ(n) − ψ(k) + mean log 2ε, ε the distance to the k-th nearest value; 0 for fewer than two values.</summary>
    public static double Entropy(double[] values)
    {
        int n = values.Length, k = Math.Min(K, n - 1);
        if (k < 1)
        {
            return 0;
        }

        double[] sorted = [.. values.Order()];
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            int low = i, high = i;
            for (int step = 0; step < k; step++)
            {
                double below = low > 0 ? sorted[i] - sorted[low - 1] : double.PositiveInfinity, above = high < n - 1
                    ? sorted[high + 1] - sorted[i] : double.PositiveInfinity;
                (low, high) = below <= above ? (low - 1, high) : (low, high + 1);
            }

            sum += Math.Log(2 * Math.Max(Least, Math.Max(sorted[i] - sorted[low], sorted[high] - sorted[i])));
        }

        return SpecialFunctions.DiGamma(n) - SpecialFunctions.DiGamma(k) + (sum / n);
    }

    /// <summary>ψ(k) + ψ(n) − mean[ψ(n_a + 1) + ψ(n_b + 1)], n_a and n_b the values nearer than the k-th neighbour in the plane.</summary>
    public static double Mutual(double[] a, double[] b)
    {
        int n = a.Length, k = Math.Min(K, n - 1);
        if (k < 1)
        {
            return 0;
        }

        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => a[i])];
        double[] x = Array.ConvertAll(order, i => a[i]), y = Array.ConvertAll(order, i => b[i]), sortedB = [.. b.Order()];
        double sum = 0;
        double[] nearest = new double[k];
        for (int i = 0; i < n; i++)
        {
            double radius = Radius(x, y, i, nearest);
            sum += SpecialFunctions.DiGamma(Within(x, x[i], radius)) + SpecialFunctions.DiGamma(Within(sortedB, y[i], radius));
        }

        return SpecialFunctions.DiGamma(k) + SpecialFunctions.DiGamma(n) - (sum / n);
    }

    // Outward from i along x, until x alone is farther than the k-th nearest found.
    private static double Radius(double[] x, double[] y, int i, double[] nearest)
    {
        Array.Fill(nearest, double.PositiveInfinity);
        int low = i - 1, high = i + 1;
        while (low >= 0 || high < x.Length)
        {
            double below = low >= 0 ? x[i] - x[low] : double.PositiveInfinity, above = high < x.Length ? x[high] - x[i]
                : double.PositiveInfinity;
            if (Math.Min(below, above) > nearest[^1])
            {
                break;
            }

            int j = below <= above ? low-- : high++;
            Insert(nearest, Math.Max(Math.Abs(x[j] - x[i]), Math.Abs(y[j] - y[i])));
        }

        return nearest[^1];
    }

    private static void Insert(double[] nearest, double distance)
    {
        int at = nearest.Length;
        while (at > 0 && nearest[at - 1] > distance)
        {
            at--;
        }

        for (int j = nearest.Length - 1; j > at; j--)
        {
            nearest[j] = nearest[j - 1];
        }

        if (at < nearest.Length)
        {
            nearest[at] = distance;
        }
    }

    // Values strictly nearer than the radius, the point itself among them: n_x + 1, as its distance is 0; at least 1.
    private static int Within(double[] sorted, double at, double radius)
    {
        int from = First(sorted, v => at - v < radius), to = First(sorted, v => v - at >= radius);
        return Math.Max(1, to - from);
    }

    private static int First(double[] sorted, Func<double, bool> holds)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = holds(sorted[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
