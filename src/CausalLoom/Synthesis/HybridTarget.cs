using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Synthesis;

/// <summary>What the outcome means of <see cref="HybridSynthesizer"/> are aimed at: the doubly robust estimate on the real rows.</summary>
/// <param name="Estimator">`aipw`, or `tmle` where an arm's AIPW mean is no possible mean of the outcome.</param>
/// <param name="Control">The estimate of E[Y(0)].</param>
/// <param name="Treated">The estimate of E[Y(1)].</param>
/// <param name="Estimate">Their difference, the average effect.</param>
/// <param name="StandardError">Its standard error by the influence function.</param>
/// <param name="Clipped">How many propensities were clipped for it.</param>
public sealed record HybridTarget(string Estimator, double Control, double Treated, double Estimate, double StandardError, int Clipped)
{
    /// <summary>The target on rows whose nuisances are given.</summary>
    public static HybridTarget Of(CausalData data, Nuisances nuisances)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(nuisances);
        EffectInput input = new(data.Outcome, data.Treatment, nuisances.Mu0, nuisances.Mu1, nuisances.Propensity);
        double low = data.Outcome.Min(), high = data.Outcome.Max(), control = Augmented(input, 0), treated = Augmented(input, 1);
        if (low == high || (Inside(control) && Inside(treated)))
        {
            EffectScore score = AugmentedScore.Of(input, Estimand.Ate);
            return new HybridTarget("aipw", control, treated, score.Estimate, score.StandardError(), nuisances.Clipped);
        }

        return Fluctuated(input, low, high, nuisances.Clipped);

        bool Inside(double mean) => mean > low && mean < high;
    }

    /// <summary>The target by TMLE, whose means are always possible ones.</summary>
    internal static HybridTarget Fluctuated(EffectInput input, double low, double high, int clipped)
    {
        TmleOptions options = new();
        double control = Fluctuated(input, 0, low, high, options.Bound), treated = Fluctuated(input, 1, low, high, options.Bound);
        double se = TargetedScore.Of(input, Estimand.Ate, options).StandardError();
        return new HybridTarget("tmle", control, treated, treated - control, se, clipped);
    }

    private static double Weight(EffectInput input, int row, int arm) => 1 / (arm == 1 ? input.Propensity[row] : 1 - input.Propensity[row]);

    private static double Augmented(EffectInput input, int arm)
    {
        double[] mu = arm == 1 ? input.Mu1 : input.Mu0;
        double sum = 0;
        for (int i = 0; i < mu.Length; i++)
        {
            sum += mu[i] + (input.Treatment[i] == arm ? Weight(input, i, arm) * (input.Outcome[i] - mu[i]) : 0);
        }

        return sum / mu.Length;
    }

    // The mean of expit(logit μ + ε b) over all rows, ε solving Σ b (Y − expit(…)) = 0 over the arm's rows; outcomes scaled to [0, 1].
    private static double Fluctuated(EffectInput input, int arm, double low, double high, double bound)
    {
        double[] mu = arm == 1 ? input.Mu1 : input.Mu0;
        double[] offset = Array.ConvertAll(mu, m => LogisticRegression.Logit(Math.Clamp((m - low) / (high - low), bound, 1 - bound)));
        int[] rows = [.. Enumerable.Range(0, mu.Length).Where(i => input.Treatment[i] == arm)];
        double scale = rows.Sum(i => Weight(input, i, arm));
        double epsilon = MonotoneRoot.Solve(
            e => rows.Sum(i => Weight(input, i, arm) * (Mean(i, e) - ((input.Outcome[i] - low) / (high - low)))) / scale,
            0.01,
            1e-14);
        return low + ((high - low) * Enumerable.Range(0, mu.Length).Average(i => Mean(i, epsilon)));

        double Mean(int row, double e) => LogisticRegression.Sigmoid(offset[row] + (e * Weight(input, row, arm)));
    }
}
