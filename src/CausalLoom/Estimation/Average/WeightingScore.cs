using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Inverse-probability weighting with normalised weights (Hájek): each level's weighted mean, the weights those that balance the level to
/// the population. With g known, the influence function is that of a weighted mean. Where g was learnt, that would nearly double the
/// standard error: balance on x that a learnt g achieves removes variance. The part of the influence that lies along the scores
/// s(1(W = w) − g_w)·(1, z), s the sampling weight, of a multinomial logistic model in z (<see cref="ScoreInput.Features"/>) is then
/// taken out, which is M-estimation's answer for such a model (Lunceford and Davidian 2004) and conservative for a richer one.
/// </summary>
public sealed record WeightingScore : IScore
{
    /// <inheritdoc />
    public bool NeedsMeans => false;

    /// <inheritdoc />
    public bool NeedsFeatures => true;

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

        return new LevelMeans(means, input.Features is not { } z ? influence : WithoutScores(influence, input, z));
    }

    // Residuals of regressions on the scores; the degrees of freedom that they use are given back.
    private static double[][] WithoutScores(double[][] influence, ScoreInput input, RowView z)
    {
        int n = input.Rows, width = z.Columns + 1, others = input.Levels - 1, used = (others * width) + 1;
        if (used > n / 4)
        {
            // Too many scores to tell them from noise: leave the conservative influence.
            return influence;
        }

        RowView scores = new(new AssignmentScores(input, z));
        double scale = Math.Sqrt(n / (double)(n - used));
        return [.. influence.Select(level =>
        {
            double[] fitted = LeastSquares.Fit(scores, level).Predict(scores);
            return (double[])[.. level.Select((v, i) => scale * (v - fitted[i]))];
        })];
    }
}
