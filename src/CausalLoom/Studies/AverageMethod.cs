using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Studies;

/// <summary>An estimator of average effects as `causalloom estimate` has it, without the diagnostics that no row of results holds.</summary>
/// <param name="spec">The estimator and what decides its nuisances.</param>
/// <param name="options">The same as options.</param>
public sealed class AverageMethod(StudyMethodSpec spec, AverageEffectOptions options) : IStudyMethod
{
    private const double Normal975 = 1.959963984540054;

    /// <inheritdoc />
    public string Name => spec.Name;

    /// <inheritdoc />
    public StudyEstimate Estimate(Replicate replicate, Estimand estimand)
    {
        ArgumentNullException.ThrowIfNull(replicate);
        Nuisances nuisances = replicate.Nuisances(spec.NuisanceKey, options.Nuisances);
        EffectInput input = new(replicate.Data.Outcome, replicate.Data.Treatment, nuisances.Mu0, nuisances.Mu1, nuisances.Propensity);
        Matrix? learntFrom = options.Nuisances.LearnsAssignment && spec.Estimator == "ipw" ? replicate.Features : null;
        EffectScore score = AverageEffects.Score(spec.Estimator, input, options with { Estimand = estimand }, learntFrom);
        double se = score.StandardError(null);
        return new StudyEstimate(score.Estimate, se, score.Estimate - (Normal975 * se), score.Estimate + (Normal975 * se));
    }
}
