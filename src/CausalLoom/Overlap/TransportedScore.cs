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
        return Estimator.Transported(all, Original, Membership)
            ?? throw new CausalLoomException("An estimator here has no form that added rows help: leave it out.");
    }
}
