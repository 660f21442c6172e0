using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms;

/// <summary>
/// A penalised logistic regression on covariates and functions of them: `spline` (additive natural cubic splines, penalised by their
/// roughness) or `interactions` (all two-way products). Penalties are chosen by cross-validated log-loss.
/// </summary>
/// <param name="Kind">Which functions.</param>
/// <param name="Options">The options; null: the defaults.</param>
public sealed record BasisPropensity(BasisKind Kind, BasisOptions? Options = null) : IBinaryPropensityLearner
{
    /// <inheritdoc />
    public string Name => Kind == BasisKind.Spline ? "spline" : "interactions";

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    public IBinaryPropensityLearner Unclipped() =>
        this with { Options = (Options ?? new BasisOptions()) with { Clipping = PropensityClipping.None } };

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">All rows have the same treatment.</exception>
    public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        PropensityInput.Check(covariates, treatment);
        BasisOptions options = Options ?? new BasisOptions();
        (FeatureEncoder encoder, Matrix z) = FeatureEncoder.FitEncode(covariates);
        BasisFit fit = new BasisSearch(Kind, z, Array.ConvertAll(treatment, w => (double)w), weights, true, options).Run(context);
        return new BasisPropensityModel(encoder, fit, options.Clipping);
    }
}
