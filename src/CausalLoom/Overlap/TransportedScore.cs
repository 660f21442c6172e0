using CausalLoom.Estimation.Average;

namespace CausalLoom.Overlap;

/// <summary>
/// The level means among the original rows with the help of added ones. With ρ(x) = P(original | x) and e_w(x) = P(W = w | x) in the
/// augmented table, rows of level w stand as densely about x as the original population times P(w | x)/ρ(x); so
/// ψ̂_w = (1/n) [Σ_original μ̂_w + Σ_all 1(W = w) ρ̂/ê_w (Y − μ̂_w)]. Where a level is lacking among the original rows, donors correct the
/// means instead of a few rows with huge weights. Right where Y given (w, x) obeys one law in both, and either μ̂ or (ρ̂, ê) is right: the
/// doubly robust estimator of transported effects (Dahabreh et al. 2020) with donors added to the sample itself. Without added rows ρ = 1
/// and it is AIPW. Its standard error counts original and added rows as drawn independently.
/// </summary>
/// <param name="Estimator">What it is the transported form of.</param>
/// <param name="Original">n.</param>
/// <param name="Membership">ρ̂ of each row, [n + m].</param>
public sealed record TransportedScore(IScore Estimator, int Original, double[] Membership)
{
    /// <summary>The level means.</summary>
    /// <param name="all">Original rows, then added ones, with ê as propensity and ρ̂ as sampling weights.</param>
    public LevelMeans Means(ScoreInput all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return Estimator switch
        {
            WeightingScore weighting => weighting.Means(all, Population.Everyone),
            TargetedScore targeted => Augmented(targeted.Fluctuate(all, Population.Everyone)),
            OutcomeRegressionScore => Augmented(all) with { Mean = [.. all.Mu.Select(mu => mu.Take(Original).Average())] },
            _ => Augmented(all),
        };
    }

    private LevelMeans Augmented(ScoreInput all)
    {
        double[] means = new double[all.Levels];
        double[][] influences = new double[all.Levels][];
        for (int level = 0; level < means.Length; level++)
        {
            double[] terms = new double[all.Rows];
            double sum = 0;
            for (int i = 0; i < terms.Length; i++)
            {
                double residual = all.Treatment[i] != level ? 0
                    : (all.Outcome[i] - all.Mu[level][i]) * Population.Everyone.Balancing(all.Propensity, i, level);
                terms[i] = (i < Original ? all.Mu[level][i] : 0) + (Membership[i] * residual);
                sum += terms[i];
            }

            // Scaled to a mean over all rows, as standard errors take influences.
            double mean = means[level] = sum / Original, scale = terms.Length / (double)Original;
            influences[level] = [.. terms.Select((t, i) => scale * (t - (i < Original ? mean : 0)))];
        }

        return new LevelMeans(means, influences);
    }
}
