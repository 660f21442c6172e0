using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;

namespace CausalLoom.Mechanisms;

/// <summary>
/// The same propensity for everyone: the share of treated rows (`constant`), or a given one (`randomized:P`), as in a trial.
/// </summary>
/// <param name="Probability">The propensity; null: the share of treated rows.</param>
public sealed record ConstantPropensity(double? Probability = null) : IBinaryPropensityLearner
{
    /// <inheritdoc />
    public string Name => Probability is null ? "constant" : FormattableString.Invariant($"randomized:{Probability}");

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    public AssignmentKind Assignment => Probability is null ? AssignmentKind.Share : AssignmentKind.Randomized;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">There are more than two levels and one probability.</exception>
    IPropensityModel IPropensityLearner.Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Levels == 2 || Probability is null
            ? LevelPropensities.Fit(this, data, context)
            : throw new CausalLoomException($"'{Name}' is the probability of the second of two arms, and the treatment has {data.Levels} "
                + $"levels: use constant, the share of each level.");
    }

    /// <summary>The share of all rows: shares of folds would be noise that knows nothing.</summary>
    /// <inheritdoc />
    CrossFittedPropensity IPropensityLearner.CrossFit(CausalData data, Folds folds, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        IPropensityModel model = ((IPropensityLearner)this).Fit(data, context);
        return new CrossFittedPropensity(model, model.Probabilities(data.Covariates), folds);
    }

    /// <inheritdoc />
    public IPropensityLearner CalibratedBy(CalibrationMethod method) => throw CalibrationCatalogue.Meaningless(this, method);

    /// <inheritdoc />
    public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(treatment);
        return new ConstantPropensityModel(Probability ?? RowWeights.Mean(Array.ConvertAll(treatment, w => (double)w), weights));
    }
}
