namespace CausalLoom.Estimation.Average;

/// <summary>
/// The augmented level means among the original rows with the help of added ones,
/// ψ̂_w = (1/n) [Σ_original μ̂_w + Σ_all 1(W = w) ρ̂/ê_w (Y − μ̂_w)] (docs/methods/overlap.md).
/// </summary>
internal static class TransportedMeans
{
    /// <summary>The means, with the influence of every row.</summary>
    /// <param name="all">Original rows, then added ones.</param>
    /// <param name="original">n.</param>
    /// <param name="membership">ρ̂ of each row, [n + m].</param>
    public static LevelMeans Of(ScoreInput all, int original, double[] membership)
    {
        double[] means = new double[all.Levels];
        double[][] influences = new double[all.Levels][];
        for (int level = 0; level < means.Length; level++)
        {
            double[] terms = new double[all.Rows];
            double sum = 0;
            for (int i = 0; i < terms.Length; i++)
            {
                double residual = all.Treatment[i] != level ? 0
                    : (all.Outcome[i] - all.Mu[level][i]) * Population.Everyone.Balancing(all.Propensity, i, level);
                terms[i] = (i < original ? all.Mu[level][i] : 0) + (membership[i] * residual);
                sum += terms[i];
            }

            // Scaled to a mean over all rows, as standard errors take influences.
            double mean = means[level] = sum / original, scale = terms.Length / (double)original;
            influences[level] = [.. terms.Select((t, i) => scale * (t - (i < original ? mean : 0)))];
        }

        return new LevelMeans(means, influences);
    }
}
