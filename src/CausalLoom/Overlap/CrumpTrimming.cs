namespace CausalLoom.Overlap;

/// <summary>Whom trimming keeps (Crump, Hotz, Imbens and Mitnik 2009).</summary>
public static class CrumpTrimming
{
    /// <summary>
    /// The cut α that makes the estimate among rows with ĝ in [α, 1 − α] most precise under equal outcome variances: 0 where
    /// max k ≤ 2 mean k for k = 1/(ĝ(1 − ĝ)); else α = ½ − √(¼ − 1/γ) with γ the solution of γ = 2 mean(k | k ≤ γ).
    /// </summary>
    /// <param name="propensity">ĝ of each row.</param>
    public static double OptimalCut(double[] propensity)
    {
        ArgumentNullException.ThrowIfNull(propensity);
        double[] k = [.. propensity.Select(g => 1 / (g * (1 - g))).Order()];
        double[] sums = new double[k.Length + 1];
        for (int i = 0; i < k.Length; i++)
        {
            sums[i + 1] = sums[i] + k[i];
        }

        // The largest set of smallest k whose largest member is at most twice their mean.
        for (int count = k.Length; count > 0; count--)
        {
            double gamma = 2 * sums[count] / count;
            if (k[count - 1] <= gamma)
            {
                return count == k.Length ? 0 : 0.5 - Math.Sqrt(0.25 - (1 / gamma));
            }
        }

        return 0;
    }

    /// <summary>The rows with ĝ in [low, high], ascending.</summary>
    public static int[] Keep(double[] propensity, double low, double high) =>
        [.. Enumerable.Range(0, propensity.Length).Where(i => propensity[i] >= low && propensity[i] <= high)];
}
