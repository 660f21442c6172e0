using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Overlap;

/// <summary>
/// The effect among the original rows with the help of added ones. With ρ(x) = P(original | x) and e(x) = P(A = 1 | x) in the augmented
/// table, rows of arm a stand as densely about x as the original population times P(a | x)/ρ(x); so
/// ψ̂ = (1/n) [Σ_original (μ̂₁ − μ̂₀) + Σ_all ± ρ̂/ê_a (Y − μ̂_a)], ê₁ = ê, ê₀ = 1 − ê. Where an arm is lacking among the original rows,
/// donors
/// correct the means instead of a few rows with huge weights. Right where Y given (a, x) obeys one law in both, and either
/// μ̂ or (ρ̂, ê) is right: the doubly robust estimator of transported effects (Dahabreh et al. 2020) with donors added to the sample
/// itself.
/// Without added rows ρ = 1 and it is AIPW.
/// </summary>
public static class TransportedScore
{
    /// <summary>
    /// The estimate, and the influence of every row; its standard error counts original and added rows as drawn independently.
    /// </summary>
    /// <param name="estimator">or, ipw, aipw or tmle.</param>
    /// <param name="all">Original rows, then added ones, with ê as propensity and ρ̂ as sampling weights.</param>
    /// <param name="original">n.</param>
    /// <param name="options">TMLE's options.</param>
    /// <param name="learntFrom">The features that ê was learnt from (<see cref="WeightingScore"/>).</param>
    /// <param name="membership">ρ̂ of each row.</param>
    public static EffectScore Of(string estimator, EffectInput all, int original, double[] membership, AverageEffectOptions options,
        Matrix? learntFrom = null)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(membership);
        ArgumentNullException.ThrowIfNull(options);
        switch (estimator)
        {
            case "ipw":
                return WeightingScore.Of(all, Estimand.Ate, learntFrom);
            case "tmle":
                return Augmented(TargetedScore.Fluctuate(all, Estimand.Ate, options.Tmle), original, membership);
            case "or":
                double plugIn = Enumerable.Range(0, original).Average(i => all.Mu1[i] - all.Mu0[i]);
                return new EffectScore(plugIn, Augmented(all, original, membership).Influence);
            default:
                return Augmented(all, original, membership);
        }
    }

    private static EffectScore Augmented(EffectInput all, int original, double[] membership)
    {
        double[] terms = new double[all.Rows];
        double sum = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            bool treated = all.Treatment[i] == 1;
            double residual = treated ? (all.Outcome[i] - all.Mu1[i]) / all.Propensity[i]
                : (all.Mu0[i] - all.Outcome[i]) / (1 - all.Propensity[i]);
            terms[i] = (i < original ? all.Mu1[i] - all.Mu0[i] : 0) + (membership[i] * residual);
            sum += terms[i];
        }

        // Scaled to a mean over all rows, as standard errors take influences.
        double estimate = sum / original, scale = terms.Length / (double)original;
        return new EffectScore(estimate, [.. terms.Select((t, i) => scale * (t - (i < original ? estimate : 0)))]);
    }
}
