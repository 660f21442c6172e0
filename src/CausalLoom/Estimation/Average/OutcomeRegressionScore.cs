namespace CausalLoom.Estimation.Average;

/// <summary>
/// Outcome regression (g-computation): the mean of μ̂_w over the population. Its own bias is that of μ̂; nothing corrects it. Of
/// regressions on the same rows the equations are stacked on (<see cref="EstimatedNuisances"/>). Of other learners the influence function
/// is
/// the efficient one (<see cref="AugmentedScore"/>), so that the standard error holds only where μ̂ is about as good as a correct
/// parametric
/// model.
/// </summary>
public sealed record OutcomeRegressionScore : IScore
{
    /// <inheritdoc />
    public string? Caution => "Outcome regression rests on the outcome model alone; its standard error supposes that model right. Hold it "
        + "against aipw or tmle.";

    /// <inheritdoc />
    public LevelMeans? Transported(ScoreInput all, int original, double[] membership)
    {
        ArgumentNullException.ThrowIfNull(all);
        return TransportedMeans.Of(all, original, membership) with
            { Mean = [.. all.Mu.Select(mu => mu.Take(original).Average())] };
    }

    /// <inheritdoc />
    public LevelMeans Means(ScoreInput input, Population population)
    {
        ArgumentNullException.ThrowIfNull(input);
        double[] means = new double[input.Levels], shares = new double[input.Rows];
        double denominator = 0;
        for (int i = 0; i < input.Rows; i++)
        {
            shares[i] = input.Weights[i] * population.Share(input.Propensity, i, input.Treatment[i]);
            denominator += shares[i];
            for (int level = 0; level < means.Length; level++)
            {
                means[level] += shares[i] * input.Mu[level][i];
            }
        }

        means = Array.ConvertAll(means, sum => sum / denominator);
        if (input.Equations?.Outcome is null)
        {
            return new LevelMeans(means, new AugmentedScore().Means(input, population).Influence);
        }

        double share = denominator / input.Rows;
        LevelMeans given =
            new(means, [.. means.Select((mean, level) => (double[])[.. shares.Select((h, i) => h * (input.Mu[level][i] - mean) / share)])]);
        return EstimatedNuisances.Add(given, input, NuisanceSlopes.OfRegression(input, population, given));
    }
}
