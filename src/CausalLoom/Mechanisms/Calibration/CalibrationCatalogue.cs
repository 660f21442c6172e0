using CausalLoom.Catalogue;

namespace CausalLoom.Mechanisms.Calibration;

/// <summary>How propensities can be calibrated, and what that makes of a learner.</summary>
public static class CalibrationCatalogue
{
    /// <summary>The calibrations, in the order of the documentation.</summary>
    public static Catalogue<CalibrationMethod> BuiltIn { get; } = new("calibration", "calibrations",
    [
        Parts.Of("platt", "a logistic regression of the arm on the logit", () => CalibrationMethod.Platt),
        Parts.Of("isotonic", "an increasing step function of the logit", () => CalibrationMethod.Isotonic),
        Parts.Of("none", "propensities as they were learnt", () => CalibrationMethod.None),
    ]);

    extension(Catalogues catalogues)
    {
        /// <summary>The calibrations.</summary>
        public Catalogue<CalibrationMethod> Calibrations => catalogues.Of(BuiltIn);
    }

    /// <summary>The learner with that calibration in the place of its own.</summary>
    /// <param name="learner">A propensity learner.</param>
    /// <param name="method">The calibration; null leaves the learner as it is.</param>
    /// <exception cref="CausalLoomException">It has no meaning for this learner.</exception>
    public static IPropensityLearner Calibrated(this IPropensityLearner learner, CalibrationMethod? method)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return method is { } asked ? learner.CalibratedBy(asked) : learner;
    }

    /// <summary>The refusal of a learner whose probabilities are no fit of its own, or whose fit is its calibration.</summary>
    internal static CausalLoomException Meaningless(IPropensityLearner learner, CalibrationMethod method)
    {
        string name = method.ToString().ToLowerInvariant();
        return learner.Assignment == AssignmentKind.Learnt
            ? new CausalLoomException($"‹calibration {name}› has no meaning with the propensity '{learner.Name}', whose weights are its "
                + $"calibration: leave it out or choose another propensity.")
            : new CausalLoomException($"‹calibration {name}› has no meaning with the propensity '{learner.Name}', which is not learnt "
                + $"from covariates: leave it out.");
    }
}
