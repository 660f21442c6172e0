using System.ComponentModel.DataAnnotations;
using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>
/// The papers' propensity: L2-penalised logistic regression on the raw columns, C = 1, intercept free (docs/methods/propensity.md), equal
/// to scikit-learn's at convergence. Missing covariates are imputed by their mean or most frequent level and get an
/// indicator.
/// </summary>
/// <param name="L2">The penalty λ = 1/C.</param>
public sealed record LogisticPropensity([property: Range(0.0, double.PositiveInfinity)] double L2 = 1) : IWeightedPropensityLearner
{
    /// <inheritdoc />
    public string Name => LogisticPropensityModel.Kind;

    /// <inheritdoc />
    public IPropensityModel Fit(Table covariates, int[] treatment, FitContext context) => Fit(covariates, treatment, null, context);

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">All rows have the same treatment.</exception>
    public IPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        PropensityInput.Check(covariates, treatment);
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(covariates, FeatureOptions.Raw);
        return new LogisticPropensityModel(encoder, LogisticRegression.Fit(x, treatment, L2, weights));
    }
}
