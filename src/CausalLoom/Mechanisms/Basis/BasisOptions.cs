namespace CausalLoom.Mechanisms.Basis;

/// <summary>
/// Options of <see cref="BasisOutcome"/> and <see cref="BasisPropensity"/>. Penalties are chosen by cross-validation among all pairs.
/// </summary>
public sealed record BasisOptions
{
    /// <summary>Inner folds that choose the penalties.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Knots of each covariate's spline, at evenly spaced quantiles from 2.5 to 97.5 %.</summary>
    public int Knots { get; init; } = 7;

    /// <summary>The most products; of more, those most correlated with what the covariates alone leave over.</summary>
    public int MostProducts { get; init; } = 300;

    /// <summary>
    /// Ridge penalties on the coefficients of the standardised covariates themselves, λ of λβ² against the sum of squares, ½λβ² against the
    /// likelihood.
    /// </summary>
    public IReadOnlyList<double> LinearPenalties { get; init; } = [30, 1];

    /// <summary>Penalties a row on ∫f″² of splines in standardised covariates, descending.</summary>
    public IReadOnlyList<double> Roughness { get; init; } = [1, 0.1, 0.01, 0.001];

    /// <summary>Ridge penalties on the coefficients of standardised products, descending.</summary>
    public IReadOnlyList<double> ProductPenalties { get; init; } = [10_000, 1000, 100, 10];

    /// <summary>The range of propensities.</summary>
    public PropensityClipping Clipping { get; init; } = PropensityClipping.Default;
}
