using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;

namespace CausalLoom.Overlap;

/// <summary>
/// Effects with the help of added rows. Folds of the original rows and streams are those of <see cref="AverageEffects.Estimate"/>.
/// </summary>
public static class AugmentedEffects
{
    private const int FewAdded = 10;

    /// <summary>
    /// Fit-only: μ̂ learnt from original and added rows, ĝ from the original rows, effects averaged over the original rows. Added rows
    /// cannot shift the population (the first term of the trade-off of docs/methods/overlap.md is zero), and without added rows this
    /// is <see cref="AverageEffects.Estimate"/> to the last bit.
    /// </summary>
    /// <param name="data">The original rows.</param>
    /// <param name="augmented">The same with donors below.</param>
    /// <param name="original">The nuisances of the original rows, for their ĝ.</param>
    /// <param name="means">μ̂ over all rows, as <see cref="Means"/> gives it.</param>
    /// <param name="options">What to estimate.</param>
    public static AverageEffects FitOnly(CausalData data, AugmentedData augmented, Nuisances original, double[][] means,
        AverageEffectOptions options)
    {
        ArgumentNullException.ThrowIfNull(augmented);
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(options);
        int n = augmented.Original;
        return AverageEffects.Of(
            data, original.WithMeans([means[0][..n], means[1][..n]]), options);
    }

    /// <summary>Pooled: both nuisances learnt from, and effects averaged over, original and added rows, as the papers have it.</summary>
    /// <param name="augmented">Original and added rows.</param>
    /// <param name="propensity">ĝ over all rows, as <see cref="Propensities"/> gives it.</param>
    /// <param name="means">μ̂ over all rows, as <see cref="Means"/> gives it.</param>
    /// <param name="options">What to estimate.</param>
    public static AverageEffects Pooled(AugmentedData augmented, double[] propensity, double[][] means,
        AverageEffectOptions options)
    {
        ArgumentNullException.ThrowIfNull(augmented);
        ArgumentNullException.ThrowIfNull(options);
        return AverageEffects.Of(augmented.Data,
            Nuisances.Of(means, LevelPropensities.OfTwo(propensity), options.Nuisances.Clipping), options);
    }

    /// <summary>
    /// Transported: all rows correct the means, the effect is averaged over the original rows (<see cref="TransportedScore"/>).
    /// </summary>
    /// <param name="augmented">Original and added rows.</param>
    /// <param name="propensity">ĝ over all rows.</param>
    /// <param name="membership">ρ̂ over all rows, as <see cref="Membership"/> gives it.</param>
    /// <param name="means">μ̂ over all rows.</param>
    /// <param name="options">What to estimate.</param>
    public static AverageEffects Transported(AugmentedData augmented, double[] propensity, double[] membership,
        double[][] means, AverageEffectOptions options)
    {
        ArgumentNullException.ThrowIfNull(augmented);
        ArgumentNullException.ThrowIfNull(options);
        Nuisances nuisances = Nuisances.Of(means, LevelPropensities.OfTwo(propensity), options.Nuisances.Clipping);
        CausalData weighted = augmented.Data.WithWeights(membership);
        ScoreInput all = ScoreInput.Of(weighted, nuisances);
        return AverageEffects.Of(weighted, nuisances, options, (estimator, _, equations) =>
            new TransportedScore(estimator, augmented.Original, membership).Means(all with { Equations = equations.Unweighted() }));
    }

    /// <summary>
    /// ρ̂, the probability that a row is an original one given its covariates, learnt in the same folds as the other nuisances.
    /// </summary>
    /// <param name="data">The original rows.</param>
    /// <param name="augmented">The same with donors below.</param>
    /// <param name="options">The learner of propensities is that of ρ̂, too.</param>
    /// <param name="context">The context that the original rows' nuisances were learnt in.</param>
    public static double[] Membership(CausalData data, AugmentedData augmented, NuisanceOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(augmented);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        int n = augmented.Original, all = augmented.Data.Rows;
        if (augmented.Added < FewAdded)
        {
            // Too few to learn from: one share for all.
            return [.. Enumerable.Repeat(n / (double)all, all)];
        }

        CausalData members = augmented.Data.WithTreatment([.. Enumerable.Range(0, all).Select(i => i < n ? 1 : 0)]);
        double[] learnt = Nuisances.Propensities(members, Learnt(options), Folded(data, augmented, options, context),
            context.Child("membership"))[1];

        // A forest may be certain that a row was added; a weight of 0 is none.
        return Array.ConvertAll(learnt, share => Math.Max(share, 1e-9));
    }

    /// <summary>μ̂_w of all rows, [2][n + m], learnt from all rows in folds that extend the original ones.</summary>
    /// <param name="data">The original rows.</param>
    /// <param name="augmented">The same with donors below.</param>
    /// <param name="options">The learners.</param>
    /// <param name="context">The context that the original rows' nuisances were learnt in.</param>
    public static double[][] Means(CausalData data, AugmentedData augmented, NuisanceOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(augmented);
        return Nuisances.Means(augmented.Data, options, Folded(data, augmented, options, context), context);
    }

    /// <summary>ĝ of all rows, learnt from all rows likewise; not clipped.</summary>
    /// <param name="data">The original rows.</param>
    /// <param name="augmented">The same with donors below.</param>
    /// <param name="options">The learners. A known propensity (a number or a column) is that of the original rows only: the share of arms
    /// changes, so it is learnt here.</param>
    /// <param name="context">The context that the original rows' nuisances were learnt in.</param>
    public static double[] Propensities(CausalData data, AugmentedData augmented, NuisanceOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(augmented);
        ArgumentNullException.ThrowIfNull(options);
        NuisanceOptions learnt = augmented.Added == 0 ? options : Learnt(options);
        return Nuisances.Propensities(augmented.Data, learnt, Folded(data, augmented, options, context), context)[1];
    }

    // What is known of the original rows' arms says nothing of which arm or table an added row is in.
    private static NuisanceOptions Learnt(NuisanceOptions options) => options with
    {
        KnownPropensity = null,
        Propensity = options.Propensity.Assignment is AssignmentKind.Known or AssignmentKind.Randomized
            ? new CalibratedPropensity() : options.Propensity,
    };

    private static Folds? Folded(CausalData data, AugmentedData augmented, NuisanceOptions options, FitContext context) =>
        augmented.Extend(Nuisances.FoldsOf(data, options, context));
}
