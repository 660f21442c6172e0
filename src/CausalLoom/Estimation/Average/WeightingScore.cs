namespace CausalLoom.Estimation.Average;

/// <summary>
/// Inverse-probability weighting with normalised weights (Hájek): each level's weighted mean, the weights those that balance the level to
/// the population. With g known, the influence function is that of a weighted mean. Where g was learnt, its equation is stacked on
/// (<see cref="EstimatedNuisances"/>; Lunceford and Davidian 2004 for everyone): for the treated and the overlap population g moves whom
/// the
/// mean is of, too. A g that was cross-fitted, or is no regression, counts as a logistic regression on the encoded covariates in its place.
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

        LevelMeans given = new(means, influence);
        return EstimatedNuisances.Add(given, input, NuisanceSlopes.OfWeighting(input, population, given));
    }
}
