using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Estimation.Average;
using CausalLoom.Overlap.Agreement;

namespace CausalLoom.Overlap;

/// <summary>
/// An augmented table, what it does to overlap and population, and its estimates beside those of other answers to poor overlap.
/// </summary>
/// <param name="Data">The original rows.</param>
/// <param name="Pool">The donors.</param>
/// <param name="Options">What was done.</param>
/// <param name="Augmented">Original and added rows.</param>
/// <param name="PropensityBefore">ĝ of the original rows, learnt from them; not clipped. [n].</param>
/// <param name="PropensityAfter">ĝ of all rows, learnt from all rows; not clipped. [n + m].</param>
/// <param name="Approaches">The estimates.</param>
/// <param name="Shift">How far the covariates' means moved.</param>
/// <param name="EffectOriginal">The mean of Δ̂ = μ̂₁ − μ̂₀ over the original rows, μ̂ learnt from all rows.</param>
/// <param name="EffectAugmented">The mean of the same Δ̂ over all rows: what the population's shift alone does to the effect.</param>
/// <param name="EssBefore">Kish's effective sample size of the ATE's weights among the original rows.</param>
/// <param name="EssAfter">The same of the augmented table.</param>
/// <param name="Agreement">Whether the donors' outcomes obey the law of the data's.</param>
/// <param name="Warnings">What a reader must know, each one line.</param>
public sealed record AugmentAnalysis(
    CausalData Data,
    DonorPool Pool,
    AugmentAnalysisOptions Options,
    AugmentedData Augmented,
    double[] PropensityBefore,
    double[] PropensityAfter,
    IReadOnlyList<OverlapApproach> Approaches,
    IReadOnlyList<FeatureShift> Shift,
    double EffectOriginal,
    double EffectAugmented,
    double EssBefore,
    double EssAfter,
    DonorAgreement Agreement,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The name of the approach that was asked for.</summary>
    public string Chosen => Options.Augment.Averaging.Name();

    /// <summary>The approach that was asked for.</summary>
    public OverlapApproach ChosenApproach => Approaches.First(a => a.Name == Chosen);

    /// <summary>The share of propensities in [.05, .95] before.</summary>
    public double InsideBefore => Inside(PropensityBefore);

    /// <summary>The share of propensities in [.05, .95] after.</summary>
    public double InsideAfter => Inside(PropensityAfter);

    /// <summary>Augments, measures and estimates.</summary>
    /// <param name="data">The original rows.</param>
    /// <param name="pool">The donors.</param>
    /// <param name="options">How.</param>
    /// <param name="context">Stream, threads, progress. The estimate without donors is that of `estimate` under the same stream.</param>
    /// <exception cref="CausalLoomException">The data cannot tell, or an option does not fit them.</exception>
    public static AugmentAnalysis Run(TwoArms data, DonorPool pool, AugmentAnalysisOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);

        // Added rows correct what was learnt without them, which takes rows that their models did not see.
        NuisanceOptions nuisances = options.Effects.Nuisances;
        options = options with { Effects = options.Effects with { Nuisances = nuisances with { Folds = nuisances.Folds ?? 5 } } };
        return new AugmentRun(data.Data, pool, options, context).Run();
    }

    private static double Inside(double[] propensity) => propensity.Count(g => g is >= 0.05 and <= 0.95) / (double)propensity.Length;
}
