using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Studies;

/// <summary>
/// An estimator of average effects as `causalloom estimate` has it, of all rows or, trimmed, of those whose propensities are not extreme;
/// without the diagnostics that no row of results holds.
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
        Nuisances nuisances = replicate.Nuisances(spec.NuisanceKey, options.Nuisances);
        if (spec.Trim is not { } trim)
        {
            return Estimate(spec, options, replicate.Data, nuisances, target, () => replicate.Features);
        }

        // As Crump and others advise: once the rows are chosen, everything is learnt anew from them.
        CausalData all = TwoArms.Of(replicate.Data, "Trimming").Data;
        int[] kept = trim.Keep(nuisances.Unclipped[1]);
        CausalData data = all.Take(kept);
        Nuisances own = replicate.Shared(spec.NuisanceKey + " " + trim.Key, context =>
            Nuisances.Fit(all.WithClusters(replicate.Groups).Take(kept), options.Nuisances, context));
        return Estimate(spec, options, data, own, target, () => FeatureEncoder.FitEncode(data.Covariates).Features);
    }

    /// <summary>One estimate on given nuisances, clipped as the method says.</summary>
    internal static StudyEstimate Estimate(StudyMethodSpec spec, AverageEffectOptions options, CausalData data, Nuisances nuisances,
        StudyTarget target, Func<Matrix> features)
    {
        AverageEffectOptions clipped = spec.Clipped(options, data.Rows) with { Estimand = target.Estimand };
        double[][] g = spec.ClipAtDelta ? clipped.Nuisances.Clipping.Clip(nuisances.Unclipped).Propensity : nuisances.Propensity;
        IScore estimator = clipped.Score(spec.Estimator);
        ScoreInput input = new(data.Outcome.Values, data.Treatment.Codes, nuisances.Mu, g)
            { Equations = NuisanceEquations.Of(data, nuisances, options.Nuisances, features()) };
        Contrast contrast = target.In(data.TreatmentSpace.Levels);
        return Of(estimator.Means(input, Population.Of(target.Estimand, contrast)).Contrast(contrast));
    }

    /// <summary>An estimate with its interval.</summary>
    internal static StudyEstimate Of(EffectScore score)
    {
        double se = score.StandardError(null), half = StandardNormal.Quantile975 * se;
        return new StudyEstimate(score.Estimate, se, score.Estimate - half, score.Estimate + half);
    }
}
