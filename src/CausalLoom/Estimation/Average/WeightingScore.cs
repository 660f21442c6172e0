using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Inverse-probability weighting with normalised weights (Hájek): the difference of the arms' weighted means, the weights those that
/// balance the arms to the estimand's population. With g known, the influence function is that of two weighted means. Where g was
/// learnt, that would nearly double the standard error: balance on x that a learnt g achieves removes variance. The part of the influence
/// that lies along the scores s(W − g)·(1, z), s the sampling weight, of a logistic model in z is then taken out, which is M-estimation's
/// answer for such a model
/// (Lunceford and Davidian 2004) and conservative for a richer one.
/// </summary>
public static class WeightingScore
{
    /// <summary>The estimate and its influence function.</summary>
    /// <param name="input">Outcomes, arms, propensities.</param>
    /// <param name="estimand">Whose effect.</param>
    /// <param name="learntFrom">The features z that g was learnt from, [n, d], or null where g is known.</param>
    public static EffectScore Of(EffectInput input, Estimand estimand, Matrix? learntFrom = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        int n = input.Rows;
        double[] weights = new double[n], sums = new double[2], means = new double[2];
        for (int i = 0; i < n; i++)
        {
            int w = input.Treatment[i];
            weights[i] = input.Weights[i] * estimand.Balancing(w, input.Propensity[i]);
            sums[w] += weights[i];
            means[w] += weights[i] * input.Outcome[i];
        }

        means[0] /= sums[0];
        means[1] /= sums[1];
        double[] influence = new double[n];
        for (int i = 0; i < n; i++)
        {
            int w = input.Treatment[i];
            double part = weights[i] * (input.Outcome[i] - means[w]) / (sums[w] / n);
            influence[i] = w == 1 ? part : -part;
        }

        return new EffectScore(means[1] - means[0], learntFrom is null ? influence : WithoutScores(influence, input, learntFrom));
    }

    // Residuals of a regression on the scores; the degrees of freedom it uses are given back.
    private static double[] WithoutScores(double[] influence, EffectInput input, Matrix z)
    {
        int n = input.Rows, used = z.Columns + 2;
        if (used > n / 4)
        {
            // Too many scores to tell them from noise: leave the conservative influence.
            return influence;
        }

        Matrix scores = new(n, z.Columns + 1);
        for (int i = 0; i < n; i++)
        {
            double residual = input.Weights[i] * (input.Treatment[i] - input.Propensity[i]);
            scores[i, 0] = residual;
            for (int j = 0; j < z.Columns; j++)
            {
                scores[i, j + 1] = residual * z[i, j];
            }
        }

        double[] fitted = LeastSquares.Fit(scores, influence).Predict(scores);
        double scale = Math.Sqrt(n / (double)(n - used));
        return [.. influence.Select((v, i) => scale * (v - fitted[i]))];
    }
}
