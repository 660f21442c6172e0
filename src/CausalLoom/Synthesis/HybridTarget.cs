using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Synthesis;

/// <summary>What the outcome means of <see cref="HybridSynthesizer"/> are aimed at: the doubly robust estimate on the real rows.</summary>
/// <param name="Estimator">`aipw`, or `tmle` where a level's AIPW mean is no possible mean of the outcome.</param>
/// <param name="Control">The estimate of E[Y(0)]; null with more than two levels.</param>
/// <param name="Treated">The estimate of E[Y(1)]; likewise.</param>
/// <param name="Estimate">The average effect of level 1 against the reference.</param>
/// <param name="StandardError">Its standard error by the influence function.</param>
/// <param name="Clipped">In how many rows a propensity was clipped for it.</param>
/// <param name="Means">The estimate of E[Y(w)] of each of more than two levels; null with two.</param>
/// <param name="Effects">Each of more than two levels against the reference; null with two.</param>
public sealed record HybridTarget(string Estimator, double? Control, double? Treated, double Estimate, double StandardError, int Clipped,
    IReadOnlyList<double>? Means = null, IReadOnlyList<HybridEffect>? Effects = null)
{
    /// <summary>The target on rows whose nuisances are given.</summary>
    public static HybridTarget Of(CausalData data, Nuisances nuisances)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(nuisances);
        ScoreInput input = ScoreInput.Of(data, nuisances);
        double low = data.Outcome.Min(), high = data.Outcome.Max();
        LevelMeans aipw = new AugmentedScore().Means(input, Population.Everyone);
        return low == high || Array.TrueForAll(aipw.Mean, mean => mean > low && mean < high)
            ? Of("aipw", aipw, nuisances.Clipped) : Fluctuated(input, nuisances.Clipped);
    }

    /// <summary>The target by TMLE, whose means are always possible ones.</summary>
    internal static HybridTarget Fluctuated(ScoreInput input, int clipped)
    {
        ScoreInput moved = new TargetedScore().Fluctuate(input, Population.Everyone);
        LevelMeans tmle = new AugmentedScore().Means(moved, Population.Everyone);

        // The plug-in means: those of the score differ by the rounding of its residual part, which could leave the range.
        return Of("tmle", tmle with { Mean = [.. moved.Mu.Select(mu => mu.Average())] }, clipped);
    }

    /// <summary>The estimate of E[Y(w)] of each level.</summary>
    internal IReadOnlyList<double> All => Means ?? [Control!.Value, Treated!.Value];

    /// <summary>The estimate and standard error of each level against the reference.</summary>
    internal IReadOnlyList<HybridEffect> Contrasts => Effects ?? [new HybridEffect(Estimate, StandardError)];

    private static HybridTarget Of(string estimator, LevelMeans means, int clipped)
    {
        HybridEffect[] effects = [.. Contrast.WithReference(means.Mean.Length).Select(contrast => means.Contrast(contrast))
            .Select(score => new HybridEffect(score.Estimate, score.StandardError()))];
        return effects.Length == 1
            ? new HybridTarget(estimator, means.Mean[0], means.Mean[1], effects[0].Estimate, effects[0].StandardError, clipped)
            : new HybridTarget(estimator, null, null, effects[0].Estimate, effects[0].StandardError, clipped, means.Mean, effects);
    }
}
