namespace CausalLoom.Estimation.Average;

/// <summary>
/// Targeted maximum likelihood (van der Laan and Rose 2011): a logistic fluctuation of each level's outcome means, weighted by the
/// balancing
/// weights, solves the efficient score, so that the plug-in estimate is doubly robust and keeps within the outcome's range. A numeric
/// outcome is scaled to [0, 1] and fluctuated likewise (quasi-binomial; Gruber and van der Laan 2010). Whom the mean is of enters by the
/// rows themselves (1(W = p)) or by the score of the overlap population, so no propensity needs to be fluctuated beside them.
/// </summary>
/// <param name="Options">Options; null: the defaults.</param>
public sealed record TargetedScore(TmleOptions? Options = null) : IScore
{
    private TmleOptions Chosen => Options ?? new TmleOptions();

    /// <inheritdoc />
    public LevelMeans? Transported(ScoreInput all, int original, double[] membership) =>
        TransportedMeans.Of(Fluctuate(all, Population.Everyone), original, membership);

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">The outcome is constant.</exception>
    public LevelMeans Means(ScoreInput input, Population population)
    {
        ArgumentNullException.ThrowIfNull(input);

        // The fluctuated means solve the score's residual part, so the augmented estimate is the plug-in one.
        Fluctuation fluctuation = Fluctuation.Of(input, population, Chosen);
        ScoreInput moved = input with { Mu = fluctuation.Means() };
        LevelMeans given = new AugmentedScore().Means(moved with { Equations = null }, population);
        if (input.Equations?.Outcome is null || Chosen.SingleFluctuation)
        {
            return given;
        }

        NuisanceSlopes after = NuisanceSlopes.OfAugmented(moved, population, given);
        (LevelMeans own, NuisanceSlopes before) = fluctuation.Before(given, after);
        return EstimatedNuisances.Add(own, input, before);
    }

    /// <summary>The input with its means fluctuated.</summary>
    /// <exception cref="CausalLoomException">The outcome is constant, or one fluctuation is asked for more than two levels.</exception>
    public ScoreInput Fluctuate(ScoreInput input, Population population)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input with { Mu = Fluctuation.Of(input, population, Chosen).Means() };
    }
}
