namespace CausalLoom.Estimation.Average;

/// <summary>
/// Augmented inverse-probability weighting for any population: the Neyman-orthogonal score
/// ψ̂_w = Σ s [t μ̂_w + b_w 1(W = w)(Y − μ̂_w)] / Σ s t, with t the tilt and b_w the balancing weight of <see cref="Population"/>, s the
/// sampling weight. It does not move with nuisances that are right, so that out of fold their estimation costs nothing; regressions on the
/// same rows are stacked on (<see cref="EstimatedNuisances"/>), which holds where one of them is wrong, too. It is AIPW for everyone
/// (Robins, Rotnitzky and Zhao 1994) and the efficient score of Crump et al. (2006) with g
/// estimated for the overlap population.
/// </summary>
public sealed record AugmentedScore : IScore
{
    /// <inheritdoc />
    public LevelMeans? Transported(ScoreInput all, int original, double[] membership) => TransportedMeans.Of(all, original, membership);

    /// <inheritdoc />
    public LevelMeans Means(ScoreInput input, Population population)
    {
        ArgumentNullException.ThrowIfNull(input);
        int n = input.Rows;
        double[] tilts = new double[n];
        double denominator = 0;
        for (int i = 0; i < n; i++)
        {
            tilts[i] = input.Weights[i] * population.Tilt(input.Propensity, i, input.Treatment[i]);
            denominator += tilts[i];
        }

        double[] means = new double[input.Levels];
        double[][] influences = new double[input.Levels][];
        for (int level = 0; level < means.Length; level++)
        {
            double[] terms = Terms(input, population, level, tilts);
            double numerator = 0;
            foreach (double term in terms)
            {
                numerator += term;
            }

            means[level] = numerator / denominator;
            influences[level] = Influence(terms, tilts, means[level], denominator / n);
        }

        LevelMeans given = new(means, influences);
        return input.Equations?.Outcome is null ? given
            : EstimatedNuisances.Add(given, input, NuisanceSlopes.OfAugmented(input, population, given));
    }

    private static double[] Terms(ScoreInput input, Population population, int level, double[] tilts)
    {
        double[] mu = input.Mu[level], terms = new double[mu.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = tilts[i] * mu[i];
            if (input.Treatment[i] == level)
            {
                terms[i] += input.Weights[i] * population.Balancing(input.Propensity, i, level) * (input.Outcome[i] - mu[i]);
            }
        }

        return terms;
    }

    private static double[] Influence(double[] terms, double[] tilts, double mean, double share)
    {
        double[] influence = new double[terms.Length];
        for (int i = 0; i < influence.Length; i++)
        {
            influence[i] = (terms[i] - (tilts[i] * mean)) / share;
        }

        return influence;
    }
}
