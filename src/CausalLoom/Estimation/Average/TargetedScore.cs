using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Targeted maximum likelihood (van der Laan and Rose 2011): a logistic fluctuation of each level's outcome means along its balancing
/// weights solves the efficient score, so that the plug-in estimate is doubly robust and keeps within the outcome's range. A numeric
/// outcome is scaled to [0, 1] and fluctuated likewise (quasi-binomial; Gruber and van der Laan 2010).
/// </summary>
/// <param name="Options">Options; null: the defaults.</param>
public sealed record TargetedScore(TmleOptions? Options = null) : IScore
{
    private const int MaxSteps = 100;

    /// <inheritdoc />
    public LevelMeans? Transported(ScoreInput all, int original, double[] membership) =>
        TransportedMeans.Of(Fluctuate(all, Population.Everyone), original, membership);

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">The outcome is constant.</exception>
    public LevelMeans Means(ScoreInput input, Population population) =>
        // The fluctuated means solve the score's residual part, so the augmented estimate is the plug-in one.
        new AugmentedScore().Means(Fluctuate(input, population), population);

    /// <summary>The input with its means fluctuated.</summary>
    /// <exception cref="CausalLoomException">The outcome is constant, or one fluctuation is asked for more than two levels.</exception>
    public ScoreInput Fluctuate(ScoreInput input, Population population)
    {
        ArgumentNullException.ThrowIfNull(input);
        TmleOptions options = Options ?? new TmleOptions();
        (double low, double high) = options.Range ?? (input.Outcome.Min(), input.Outcome.Max());
        if (!(high > low))
        {
            throw new CausalLoomException("The outcome is the same in all rows: there is no effect to estimate.");
        }

        if (options.SingleFluctuation && input.Levels > 2)
        {
            throw new CausalLoomException($"One fluctuation for both arms is for two arms, and the treatment has {input.Levels} levels: "
                + $"leave tmle out of the ‹estimators›, or leave the ‹preset› out.");
        }

        double[] y = Array.ConvertAll(input.Outcome, v => (v - low) / (high - low));
        double[][] offsets = [.. input.Mu.Select(mu => Array.ConvertAll(mu, m => Logit((m - low) / (high - low), options.Bound)))];
        double[] epsilon = options.SingleFluctuation ? Single(input, population, y, offsets)
            : [.. Enumerable.Range(0, input.Levels).Select(level => OfLevel(input, population, y, offsets, level))];
        return input with { Mu = [.. offsets.Select((offset, level) => (double[])[.. offset.Select((q, i) => low + ((high - low)
            * LogisticRegression.Sigmoid(q + (epsilon[level] * population.Balancing(input.Propensity, i, level)))))])] };
    }

    private static double Logit(double mean, double bound) => LogisticRegression.Logit(Math.Clamp(mean, bound, 1 - bound));

    // The control arm moves against the treated one.
    private static double[] Single(ScoreInput input, Population population, double[] y, double[][] offsets)
    {
        int[] rows = [.. Enumerable.Range(0, input.Rows)];
        double epsilon = Solve(rows, input, y, i => offsets[input.Treatment[i]][i], i =>
            (input.Treatment[i] == 1 ? 1 : -1) * population.Balancing(input.Propensity, i, input.Treatment[i]));
        return [-epsilon, epsilon];
    }

    private static double OfLevel(ScoreInput input, Population population, double[] y, double[][] offsets, int level)
    {
        int[] rows = [.. Enumerable.Range(0, input.Rows).Where(i => input.Treatment[i] == level)];
        return Solve(rows, input, y, i => offsets[level][i], i => population.Balancing(input.Propensity, i, level));
    }

    // Newton's method for Σ s H (y − expit(offset + ε H)) = 0, whose left side falls in ε; halved steps keep the likelihood rising.
    private static double Solve(int[] rows, ScoreInput input, double[] y, Func<int, double> offset, Func<int, double> clever)
    {
        double epsilon = 0, best = Loss(0);
        for (int step = 0; step < MaxSteps; step++)
        {
            double gradient = 0, curvature = 0;
            foreach (int i in rows)
            {
                double h = clever(i), p = LogisticRegression.Sigmoid(offset(i) + (epsilon * h));
                gradient += input.Weights[i] * h * (y[i] - p);
                curvature += input.Weights[i] * h * h * p * (1 - p);
            }

            double move = curvature > 0 ? gradient / curvature : 0;
            double moved = Loss(epsilon + move);
            while (moved > best + (1e-15 * Math.Abs(best)) && Math.Abs(move) > 1e-14)
            {
                move /= 2;
                moved = Loss(epsilon + move);
            }

            epsilon += move;
            best = Math.Min(best, moved);
            if (Math.Abs(move) <= 1e-13 * (1 + Math.Abs(epsilon)))
            {
                break;
            }
        }

        return epsilon;

        double Loss(double e) => rows.Sum(i => input.Weights[i] * LogisticRegression.Loss(offset(i) + (e * clever(i)), y[i]));
    }
}
