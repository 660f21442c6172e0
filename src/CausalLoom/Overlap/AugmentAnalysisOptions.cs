using CausalLoom.Estimation.Average;

namespace CausalLoom.Overlap;

/// <summary>What <see cref="AugmentAnalysis"/> does.</summary>
public sealed record AugmentAnalysisOptions
{
    /// <summary>How rows are added.</summary>
    public AugmentOptions Augment { get; init; } = new();

    /// <summary>Estimators and nuisances of all approaches; the estimand is the ATE.</summary>
    public AverageEffectOptions Effects { get; init; } = new();

    /// <summary>
    /// Whether propensities are clipped at δ_n (<see cref="DeltaBound"/>) instead of the bounds of <see cref="Effects"/>; null: in the
    /// pooled average only.
    /// </summary>
    public bool? ClipAtDelta { get; init; }

    /// <summary>Whether δ_n also bounds the means that TMLE fluctuates, as in the papers' code.</summary>
    public bool DeltaBoundsMeans { get; init; }

    /// <summary>The most donors of which the donors' own effect is estimated; beyond, that many are drawn.</summary>
    public int MostDonors { get; init; } = 20_000;

    /// <summary>
    /// The papers' choices throughout: in-sample forests, bounds of .001, averages over all rows, δ_n. Biased; for comparison.
    /// </summary>
    public static AugmentAnalysisOptions HybridPaper { get; } = new()
    {
        Augment = AugmentOptions.HybridPaper,
        Effects = AverageEffectOptions.HybridPaper,
        ClipAtDelta = true,
        DeltaBoundsMeans = true,
    };

    /// <summary>The options of an estimate over so many rows.</summary>
    /// <param name="rows">n of the table that is averaged over.</param>
    /// <param name="pooled">Whether that is the augmented table.</param>
    public AverageEffectOptions EffectsOf(int rows, bool pooled)
    {
        if (!(ClipAtDelta ?? pooled))
        {
            return Effects;
        }

        TmleOptions tmle = DeltaBoundsMeans ? Effects.Tmle with { Bound = DeltaBound.Of(rows) } : Effects.Tmle;
        return Effects with { Nuisances = Effects.Nuisances with { Clipping = DeltaBound.Clipping(rows) }, Tmle = tmle };
    }
}
