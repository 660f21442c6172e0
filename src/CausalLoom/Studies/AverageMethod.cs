using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Studies;

/// <summary>
/// An estimator of average effects as `causalloom estimate` has it, of all rows or, trimmed, of those whose propensities are not extreme.
/// </summary>
/// <param name="spec">The estimator and what decides its nuisances.</param>
/// <param name="options">The same as options.</param>
public sealed class AverageMethod(StudyMethodSpec spec, AverageEffectOptions options) : IStudyMethod
{
    /// <inheritdoc />
    public string Name => spec.Name;

    /// <inheritdoc />
    public StudyEstimate Estimate(Replicate replicate, StudyTarget target)
    {
        ArgumentNullException.ThrowIfNull(replicate);
        target = spec.OverlapWeights ? target with { Estimand = Estimand.Ato } : target;
        AverageEffects effects =
            RepeatedEffects.Of([.. Enumerable.Range(0, spec.Repeats).Select(repeat => Estimate(replicate, target, repeat))]);
        StudyEstimate estimate = Of(effects);

        // Trimmed rows are others than the replicate's.
        return !spec.Doubts || spec.Trim is not null || estimate.Warned ? estimate : estimate with
        {
            Warned = Doubts(replicate) || EffectDoubts.Of(replicate.Data, effects).Concat(MissingDoubts.Of(replicate.Data, effects)).Any(),
        };
    }

    // The same for all methods of the same nuisances, and all targets.
    private bool Doubts(Replicate replicate)
    {
        bool means = options.Score(spec.Estimator).NeedsMeans;
        return replicate.Shared($"{spec.NuisanceKey} doubts={means}", _ =>
            LinearDoubts.Of(replicate.Data, options.Nuisances, means).Count > 0);
    }

    private AverageEffects Estimate(Replicate replicate, StudyTarget target, int repeat)
    {
        string key = repeat == 0 ? spec.NuisanceKey : FormattableString.Invariant($"{spec.NuisanceKey} repeat={repeat}");
        Nuisances nuisances = replicate.Nuisances(key, options.Nuisances);
        if (spec.Trim is not { } trim)
        {
            return Effects(spec, options, replicate.Data, nuisances, target);
        }

        // As Crump and others advise: once the rows are chosen, everything is learnt anew from them.
        CausalData all = TwoArms.Of(replicate.Data, "Trimming").Data;
        int[] kept = trim.Keep(nuisances.Unclipped[1]);
        Nuisances own = replicate.Shared(key + " " + trim.Key, context =>
            Nuisances.Fit((replicate.Groups is null ? all : all.WithClusters(replicate.Groups)).Take(kept), options.Nuisances, context));
        return Effects(spec, options, all.Take(kept), own, target);
    }

    /// <summary>One estimate on given nuisances, clipped as the method says.</summary>
    internal static StudyEstimate Estimate(StudyMethodSpec spec, AverageEffectOptions options, CausalData data, Nuisances nuisances,
        StudyTarget target) => Of(Effects(spec, options, data, nuisances, target), Always(spec, options));

    /// <summary>An estimate with its interval, of a score that `estimate` does not have.</summary>
    internal static StudyEstimate Of(EffectScore score)
    {
        double se = score.StandardError(null), half = StandardNormal.Quantile975 * se;
        return new StudyEstimate(score.Estimate, se, score.Estimate - half, score.Estimate + half);
    }

    private static AverageEffects Effects(StudyMethodSpec spec, AverageEffectOptions options, CausalData data, Nuisances nuisances,
        StudyTarget target)
    {
        AverageEffectOptions clipped = spec.Clipped(options, data.Rows) with
        {
            Estimand = target.Estimand, Estimators = [spec.Estimator], Contrasts = [target.In(data.TreatmentSpace.Levels)],
            WithFigures = false,
        };
        Nuisances own = spec.ClipAtDelta ? nuisances.ClippedTo(clipped.Nuisances.Clipping) : nuisances;
        return AverageEffects.Of(data, own, clipped);
    }

    private StudyEstimate Of(AverageEffects effects) => Of(effects, Always(spec, options));

    // That outcome regression stands alone is no news of a linear one, whose misfit is looked at.
    private static string? Always(StudyMethodSpec spec, AverageEffectOptions options) =>
        options.Nuisances.Outcome.IsRegression ? options.Score(spec.Estimator).Caution : null;

    private static StudyEstimate Of(AverageEffects effects, string? always)
    {
        AverageEffect effect = effects.Effects[0];
        return new StudyEstimate(effect.Estimate, effect.Se, effect.Lower, effect.Upper)
            { Warned = effect.Warnings.Any(text => text != always) };
    }
}
