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
public sealed record LogisticPropensity([property: Range(0.0, double.PositiveInfinity)] double L2 = 1) : IBinaryPropensityLearner
{
    /// <inheritdoc />
    public string Name => LogisticPropensityModel.Kind;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    public bool IsRegression => true;

    /// <summary>Two levels by a logistic regression, more by a multinomial one with the same penalty.</summary>
    /// <inheritdoc />
    IPropensityModel IPropensityLearner.Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Levels == 2)
        {
            return Fit(data.Covariates, data.Treatment.Codes, data.Normalised, context);
        }

        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(data.Covariates, FeatureOptions.Raw);
        MultinomialFit fit =
            MultinomialRegression.Fit(x, data.Treatment.Codes, data.Levels, L2, data.Normalised, context.Cancellation);
        context.Settled(fit.Converged, "The multinomial regression of the propensities");
        return new MultinomialPropensityModel(encoder, fit) { L2 = L2 };
    }

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">All rows have the same treatment.</exception>
    public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        PropensityInput.Check(covariates, treatment);
        (FeatureEncoder encoder, RowView x) = FeatureEncoder.FitRows(covariates, FeatureOptions.Raw);
        LogisticFit fit = LogisticRegression.Fit(x, Array.ConvertAll(treatment, w => (double)w), new LogisticOptions { L2 = L2 }, weights,
            context.Cancellation);
        context.Settled(fit.Converged, "The logistic regression of the propensity");
        return new LogisticPropensityModel(encoder, fit) { L2 = L2 };
    }
}
