using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;

namespace CausalLoom.Mechanisms;

/// <summary>
/// A propensity learner that is at bottom about two arms, 0 and 1. Of more levels each is learnt against the others, and the
/// probabilities of a row are divided by their sum (docs/methods/propensity.md).
/// </summary>
public interface IBinaryPropensityLearner : IPropensityLearner
{
    /// <summary>Learns π(x) = P(W = 1 | X = x).</summary>
    /// <param name="covariates">X, missing values allowed.</param>
    /// <param name="treatment">The arm of each row, 0 or 1.</param>
    /// <param name="weights">Weights > 0, [n], or null for 1: a weight of 2 stands for a row that is there twice, so that their scale sets
    /// what penalties weigh.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">All rows have the same treatment.</exception>
    IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context);

    /// <summary>The same learner without bounds of its own.</summary>
    new IBinaryPropensityLearner Unclipped() => this;

    IPropensityModel IPropensityLearner.Fit(CausalData data, FitContext context) => LevelPropensities.Fit(this, data, context);

    IPropensityLearner IPropensityLearner.Unclipped() => Unclipped();

    IPropensityLearner IPropensityLearner.CalibratedBy(CalibrationMethod method) =>
        method == CalibrationMethod.None ? this : new RecalibratedPropensity(this, method);
}
