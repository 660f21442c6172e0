using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;

namespace CausalLoom.Mechanisms;

/// <summary>
/// A mechanism that is known: each row's propensity stands in a covariate column (`known:COL`). The column must be generated
/// with the other covariates.
/// </summary>
/// <param name="Column">The column's name.</param>
public sealed record KnownPropensity(string Column) : IBinaryPropensityLearner
{
    /// <inheritdoc />
    public string Name => "known:" + Column;

    /// <inheritdoc />
    public AssignmentKind Assignment => AssignmentKind.Known;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">There are more than two levels and one column.</exception>
    IPropensityModel IPropensityLearner.Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Levels == 2
            ? LevelPropensities.Fit(this, data, context)
            : throw new CausalLoomException($"'{Name}' is one column, the probability of the second of two arms, and the treatment has "
                + $"{data.Levels} levels: learn the propensity, or keep two arms.");
    }

    /// <inheritdoc />
    public IPropensityLearner CalibratedBy(CalibrationMethod method) => throw CalibrationCatalogue.Meaningless(this, method);

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">The column is absent or is not of probabilities.</exception>
    public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        KnownPropensityModel model = new(Column);
        model.Check(covariates);
        return model;
    }
}
