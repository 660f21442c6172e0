using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>
/// The same propensity for everyone: the share of treated rows (`constant`), or a given one (`randomized:P`), as in a trial.
/// </summary>
/// <param name="Probability">The propensity; null: the share of treated rows.</param>
public sealed record ConstantPropensity(double? Probability = null) : IWeightedPropensityLearner
{
    /// <inheritdoc />
    public string Name => Probability is null ? "constant" : FormattableString.Invariant($"randomized:{Probability}");

    /// <inheritdoc />
    public IPropensityModel Fit(Table covariates, int[] treatment, FitContext context) => Fit(covariates, treatment, null, context);

    /// <inheritdoc />
    public IPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(treatment);
        return new ConstantPropensityModel(Probability ?? RowWeights.Mean(Array.ConvertAll(treatment, w => (double)w), weights));
    }
}
