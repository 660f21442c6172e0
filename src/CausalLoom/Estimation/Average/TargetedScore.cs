using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Targeted maximum likelihood (van der Laan and Rose 2011): a logistic fluctuation of the outcome means along the balancing weights
/// solves the efficient score, so that the plug-in estimate is doubly robust and keeps within the outcome's range. A numeric outcome is
/// scaled to [0, 1] and fluctuated likewise (quasi-binomial; Gruber and van der Laan 2010).
/// </summary>
public static class TargetedScore
{
    private const int MaxSteps = 100;

    /// <summary>The estimate and its influence function.</summary>
    /// <exception cref="CausalLoomException">The outcome is constant.</exception>
    public static EffectScore Of(EffectInput input, Estimand estimand, TmleOptions? options = null)
    {
        // The fluctuated means solve the score's residual part, so the augmented estimate is the plug-in one.
        return AugmentedScore.Of(Fluctuate(input, estimand, options), estimand);
    }

    /// <summary>The input with its means fluctuated.</summary>
    /// <exception cref="CausalLoomException">The outcome is constant.</exception>
    public static EffectInput Fluctuate(EffectInput input, Estimand estimand, TmleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= new TmleOptions();
        (double low, double high) = options.Range ?? (input.Outcome.Min(), input.Outcome.Max());
        return high > low ? Fluctuate(input, estimand, options, low, high)
            : throw new CausalLoomException("The outcome is the same in all rows: there is no effect to estimate.");
    }

    private static EffectInput Fluctuate(EffectInput input, Estimand estimand, TmleOptions options, double low, double high)
    {
        int n = input.Rows;
        double[][] offsets = [new double[n], new double[n]];
        double[] y = new double[n];
        for (int i = 0; i < n; i++)
        {
            y[i] = (input.Outcome[i] - low) / (high - low);
            offsets[0][i] = Logit((input.Mu0[i] - low) / (high - low), options.Bound);
            offsets[1][i] = Logit((input.Mu1[i] - low) / (high - low), options.Bound);
        }

        double[] epsilon = options.SingleFluctuation ? Single(input, estimand, y, offsets)
            : [Arm(input, estimand, y, offsets, 0), Arm(input, estimand, y, offsets, 1)];
        return input with { Mu0 = Updated(0), Mu1 = Updated(1) };

        double[] Updated(int arm)
        {
            double sign = options.SingleFluctuation && arm == 0 ? -1 : 1;
            return [.. offsets[arm].Select((q, i) => low + (
                (high - low) * LogisticRegression.Sigmoid(q + (sign * epsilon[arm] * estimand.Balancing(arm, input.Propensity[i])))))];
        }
    }

    private static double Logit(double mean, double bound) => LogisticRegression.Logit(Math.Clamp(mean, bound, 1 - bound));

    private static double[] Single(EffectInput input, Estimand estimand, double[] y, double[][] offsets)
    {
        int[] rows = [.. Enumerable.Range(0, input.Rows)];
        double epsilon = Solve(rows, input, y, i => offsets[input.Treatment[i]][i], i =>
            (input.Treatment[i] == 1 ? 1 : -1) * estimand.Balancing(input.Treatment[i], input.Propensity[i]));
        return [epsilon, epsilon];
    }

    private static double Arm(EffectInput input, Estimand estimand, double[] y, double[][] offsets, int arm)
    {
        int[] rows = [.. Enumerable.Range(0, input.Rows).Where(i => input.Treatment[i] == arm)];
        return Solve(rows, input, y, i => offsets[arm][i], i => estimand.Balancing(arm, input.Propensity[i]));
    }

    // Newton's method for Σ s H (y − expit(offset + ε H)) = 0, whose left side falls in ε; halved steps keep the likelihood rising.
    private static double Solve(int[] rows, EffectInput input, double[] y, Func<int, double> offset, Func<int, double> clever)
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
