using CausalLoom.Mechanisms;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Overlap;

namespace CausalLoom.Studies;

/// <summary>An estimator that borrows rows from another source, as `causalloom augment` does; or of those rows alone.</summary>
/// <param name="spec">The estimator, its nuisances and its donors.</param>
/// <param name="options">The estimator and nuisances as options.</param>
public sealed class StudyMethodAugmented(StudyMethodSpec spec, AverageEffectOptions options) : IStudyMethod
{
    /// <inheritdoc />
    public string Name => spec.Name;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">The estimand is not the ATE, unless of the donors alone; or the donors do not fit.</exception>
    public StudyEstimate Estimate(Replicate replicate, StudyTarget target)
    {
        ArgumentNullException.ThrowIfNull(replicate);
        StudyAugment augment = spec.Augment!;
        CausalData donors = replicate.Donors(augment.Donors, augment.Rows);
        if (augment.DonorsAlone)
        {
            Nuisances alone = replicate.Shared($"{spec.NuisanceKey} {augment.Key}", context =>
                Nuisances.Fit(donors, options.Nuisances, context));
            return AverageMethod.Estimate(spec, options, donors, alone, target);
        }

        return target == Estimand.Ate ? Augmented(replicate, donors, augment)
            : throw new CausalLoomException("Augmentation is for the ate: the other estimands have overlap in their definition.");
    }

    private StudyEstimate Augmented(Replicate replicate, CausalData donors, StudyAugment augment)
    {
        Nuisances original = replicate.Nuisances(spec.NuisanceKey, options.Nuisances);
        string key = $"{spec.NuisanceKey} {augment.Key}";
        AugmentedData table = replicate.Shared(key, context => OverlapAugmenter.Augment(
            replicate.Data, DonorPool.Of(replicate.Data, donors, DonorOrigin.Synthetic), original.Unclipped[1], augment.Options, context));

        // Learnt in the context of the original rows' nuisances, so that without added rows nothing changes.
        FitContext same = replicate.Context(spec.NuisanceKey);
        double[][] means = replicate.Shared(key + " means", _ =>
            AugmentedEffects.Means(replicate.Data, table, options.Nuisances, same));
        if (augment.Options.Averaging == Averaging.FitOnly)
        {
            int n = table.Original;
            Nuisances own = original.WithMeans([means[0][..n], means[1][..n]]);
            return AverageMethod.Estimate(spec, options, replicate.Data, own, Estimand.Ate);
        }

        double[] g = replicate.Shared(key + " propensities", _ =>
            AugmentedEffects.Propensities(replicate.Data, table, options.Nuisances, same));
        Nuisances all = Nuisances.Of(means, LevelPropensities.OfTwo(g), options.Nuisances.Clipping);
        return augment.Options.Averaging == Averaging.Pooled
            ? AverageMethod.Estimate(spec, options, table.Data, all, Estimand.Ate)
            : Transported(replicate, table, all, key, same);
    }

    private StudyEstimate Transported(Replicate replicate, AugmentedData table, Nuisances all, string key, FitContext same)
    {
        double[] membership = replicate.Shared(key + " membership", _ =>
            AugmentedEffects.Membership(replicate.Data, table, options.Nuisances, same));
        AverageEffectOptions clipped = spec.Clipped(options, table.Original);
        IScore estimator = clipped.Score(spec.Estimator);
        ScoreInput input = new(table.Data.Outcome.Values, table.Data.Treatment.Codes, all.Mu,
            clipped.Nuisances.Clipping.Clip(all.Unclipped).Propensity, membership)
        {
            Equations = NuisanceEquations.Of(table.Data, all, options.Nuisances, FeatureEncoder.FitRows(table.Data.Covariates).Features)
                .Unweighted(),
        };
        return AverageMethod.Of(
            new TransportedScore(estimator, table.Original, membership).Means(input).Contrast(new Contrast(1, 0)));
    }
}
