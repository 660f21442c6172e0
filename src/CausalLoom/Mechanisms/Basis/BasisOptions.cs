using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Mechanisms.Basis;

/// <summary>
/// Options of <see cref="BasisOutcome"/> and <see cref="BasisPropensity"/>. Penalties are chosen by cross-validation among all pairs.
/// </summary>
public sealed record BasisOptions
{
    /// <summary>Inner folds that choose the penalties.</summary>
    [Range(2, int.MaxValue)]
    public int Folds { get; init; } = 5;

    /// <summary>Knots of each covariate's spline, at evenly spaced quantiles from 2.5 to 97.5 %.</summary>
    [Range(3, int.MaxValue)]
    public int Knots { get; init; } = 7;

    /// <summary>The most products; of more, those most correlated with what the covariates alone leave over.</summary>
    [Range(0, int.MaxValue)]
    public int MostProducts { get; init; } = 300;

    /// <summary>
    /// Ridge penalties on the coefficients of the standardised covariates themselves, λ of λβ² against the sum of squares, ½λβ² against the
    /// likelihood.
    /// </summary>
    [Range(0.0, double.PositiveInfinity)]
    public IReadOnlyList<double> LinearPenalties { get; init; } = [30, 1];

    /// <summary>Penalties a row on ∫f″² of splines in standardised covariates, descending.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public IReadOnlyList<double> Roughness { get; init; } = [1, 0.1, 0.01, 0.001];

    /// <summary>Ridge penalties on the coefficients of standardised products, descending.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public IReadOnlyList<double> ProductPenalties { get; init; } = [10_000, 1000, 100, 10];

    /// <summary>The range of propensities.</summary>
    public PropensityClipping Clipping { get; init; } = PropensityClipping.Default;
}
