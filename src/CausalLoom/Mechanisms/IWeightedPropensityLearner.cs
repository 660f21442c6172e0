using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>
/// A propensity learner that can weigh rows: sampling weights enter its loss, its choices of penalties and its calibration.
/// </summary>
public interface IWeightedPropensityLearner : IPropensityLearner
{
    /// <summary>Learns π of the weighted rows.</summary>
    /// <param name="covariates">X, missing values allowed.</param>
    /// <param name="treatment">The arm of each row, 0 or 1.</param>
    /// <param name="weights">Weights > 0, [n], or null for 1. A weight of 2 stands for a row that is there twice, so that their scale sets
    /// what penalties weigh.</param>
    /// <param name="context">Stream, threads, progress.</param>
    IPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context);
}
