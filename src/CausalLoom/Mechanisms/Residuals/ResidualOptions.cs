using System.ComponentModel.DataAnnotations;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>Options of <see cref="HeteroscedasticResidualLaw"/>.</summary>
public sealed record ResidualOptions
{
    /// <summary>Folds for the model of the spread.</summary>
    [Range(2, int.MaxValue)]
    public int Folds { get; init; } = 5;

    /// <summary>Ridge penalties to choose from, on the coefficients of standardised columns.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public IReadOnlyList<double> Penalties { get; init; } = [20, 200, 2000];

    /// <summary>The trees of the log-squared-residual regression; cross-validation chooses their number.</summary>
    public BoostingOptions Boosting { get; init; } = new()
        { Trees = 100, LearningRate = 0.1, MaxLeaves = 4, MinLeafRows = 20, L2 = 10, Patience = 20 };

    /// <summary>The kernel's bandwidth as a share of Silverman's rule; 0 resamples the residuals themselves.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double Smoothing { get; init; } = 0.5;

    /// <summary>How far beyond the observed outcomes a draw may lie, as a share of their range; infinite turns clamping off.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double RangeMargin { get; init; }

    /// <summary>
    /// By how many nats of out-of-fold likelihood a spread that depends on covariates must beat a constant one; −∞ always takes one that
    /// does.
    /// </summary>
    public double NeededGain { get; init; } = 2;

    /// <summary>The most residuals of an arm that are kept; of more, evenly spaced quantiles.</summary>
    [Range(2, int.MaxValue)]
    public int MostResiduals { get; init; } = 5000;
}
