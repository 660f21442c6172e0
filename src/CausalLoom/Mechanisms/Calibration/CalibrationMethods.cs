namespace CausalLoom.Mechanisms.Calibration;

/// <summary>The names of calibrations on the command line, and what they make of a learner.</summary>
public static class CalibrationMethods
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["platt", "isotonic", "none"];

    /// <summary>The learner with that calibration in the place of its own.</summary>
    /// <param name="learner">A propensity learner.</param>
    /// <param name="name">One of <see cref="Names"/>; null leaves the learner as it is.</param>
    /// <exception cref="CausalLoomException">There is no such calibration, or it has no meaning for this learner.</exception>
    public static IPropensityLearner Apply(IPropensityLearner learner, string? name)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (name is null)
        {
            return learner;
        }

        CalibrationMethod method = Parse(name);
        return learner switch
        {
            ConstantPropensity or KnownPropensity => throw new CausalLoomException($"--calibration {name} has no meaning with the "
                + $"propensity '{learner.Name}', which is not learnt from covariates: leave it out."),
            CalibratedPropensity when method == CalibrationMethod.None => throw new CausalLoomException("--calibration none has no meaning "
                + "with the propensity 'stack', whose weights are its calibration: leave it out or choose another propensity."),
            BoostingPropensity boosting =>
                new BoostingPropensity((boosting.Options ?? new BoostingPropensityOptions()) with { Calibration = method }),
            ForestPropensity forest => new ForestPropensity((forest.Options ?? new ForestPropensityOptions()) with
                { Calibrate = method != CalibrationMethod.None, Calibration = method }),
            Networks.NetworkPropensity network => network with { Calibration = method },
            _ when method == CalibrationMethod.None => learner,
            _ => new RecalibratedPropensity(learner, method),
        };
    }

    private static CalibrationMethod Parse(string name) => name switch
    {
        "platt" => CalibrationMethod.Platt,
        "isotonic" => CalibrationMethod.Isotonic,
        "none" => CalibrationMethod.None,
        _ => throw new CausalLoomException($"There is no calibration '{name}'. There are: {string.Join(", ", Names)}."),
    };
}
