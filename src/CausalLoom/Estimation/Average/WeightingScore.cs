namespace CausalLoom.Estimation.Average;

/// <summary>
/// Inverse-probability weighting with normalised weights (Hájek): each level's weighted mean, the weights those that balance the level to
/// the population. With g known, the influence function is that of a weighted mean. Where g was learnt, its equation is stacked on
/// (<see cref="EstimatedNuisances"/>; Lunceford and Davidian 2004 for everyone): for the treated and the overlap population g moves whom
/// the
/// mean is of, too. A g that was cross-fitted, or is no regression, is brought to balance first
/// (<see cref="Rebalanced"/>); where rows are too few for that it counts as a logistic regression on the encoded covariates in its place.
/// </summary>
public sealed record WeightingScore : IScore
{
    /// <inheritdoc />
    public bool NeedsMeans => false;

    /// <inheritdoc />
    public LevelMeans? Transported(ScoreInput all, int original, double[] membership) => Means(all, Population.Everyone);

    /// <inheritdoc />
    public LevelMeans Means(ScoreInput input, Population population)
    {
        ArgumentNullException.ThrowIfNull(input);
        input = Rebalanced.Of(input);
        int n = input.Rows, levels = input.Levels;
        double[] weights = new double[n], sums = new double[levels], means = new double[levels];
        for (int i = 0; i < n; i++)
        {
            int w = input.Treatment[i];
            weights[i] = input.Weights[i] * population.Balancing(input.Propensity, i, w);
            sums[w] += weights[i];
            means[w] += weights[i] * input.Outcome[i];
        }

        double[][] influence = [.. means.Select(_ => new double[n])];
        for (int level = 0; level < levels; level++)
        {
            means[level] /= sums[level];
        }

        for (int i = 0; i < n; i++)
        {
            int w = input.Treatment[i];
            influence[w][i] = weights[i] * (input.Outcome[i] - means[w]) / (sums[w] / n);
        }

        bool corrects = input.Equations?.Corrects ?? false;
        if (corrects)
        {
            Correct(influence, input, weights, sums);
        }

        LevelMeans given = new(means, influence) { Corrected = corrects };
        return EstimatedNuisances.Add(given, input, NuisanceSlopes.OfWeighting(input, population, given));
    }

    // Y − ψ̂_w is of the rows that ψ̂_w is of: Var = σ²(1 − 2 b_c/Σb + Σ b_c²/(Σb)²), b_c the weights of a row or cluster.
    private static void Correct(double[][] influence, ScoreInput input, double[] weights, double[] sums)
    {
        int n = input.Rows;
        for (int level = 0; level < sums.Length; level++)
        {
            Dictionary<int, double> shares = [];
            for (int i = 0; i < n; i++)
            {
                if (input.Treatment[i] == level)
                {
                    int draw = input.Equations!.Clusters?[i] ?? i;
                    shares[draw] = shares.GetValueOrDefault(draw) + (weights[i] / sums[level]);
                }
            }

            double squares = shares.OrderBy(share => share.Key).Sum(share => share.Value * share.Value);
            for (int i = 0; i < n; i++)
            {
                if (input.Treatment[i] == level)
                {
                    double left = 1 - (2 * shares[input.Equations!.Clusters?[i] ?? i]) + squares;
                    influence[level][i] /= Math.Sqrt(Math.Max(left, 0.01));
                }
            }
        }
    }
}
