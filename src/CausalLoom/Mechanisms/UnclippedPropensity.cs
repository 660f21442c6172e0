using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Mechanisms;

/// <summary>
/// Propensity learners without bounds of their own. A learner's bounds are for drawing treatments; an estimator clips once, at the bounds
/// it was given, reports how often, and looks beyond them for extreme rows.
/// </summary>
internal static class UnclippedPropensity
{
    // Not 0 and 1: a logit stays finite.
    internal static PropensityClipping Bounds { get; } = new(1e-9, 1 - 1e-9);

    /// <summary>The same learner, unbounded.</summary>
    internal static IPropensityLearner Of(IPropensityLearner learner) => learner switch
    {
        CalibratedPropensity stack => stack.Unclipped(),
        ForestPropensity forest => new ForestPropensity((forest.Options ?? new ForestPropensityOptions()) with { Clipping = Bounds }),
        BoostingPropensity boosting =>
            new BoostingPropensity((boosting.Options ?? new BoostingPropensityOptions()) with { Clipping = Bounds }),
        BasisPropensity basis => basis with { Options = (basis.Options ?? new Basis.BasisOptions()) with { Clipping = Bounds } },
        NetworkPropensity network => network with { Clipping = Bounds },
        RecalibratedPropensity calibrated => calibrated with { Inner = Of(calibrated.Inner), Clipping = Bounds },
        _ => learner,
    };
}
