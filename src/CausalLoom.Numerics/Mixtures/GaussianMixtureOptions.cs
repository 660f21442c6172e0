using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Numerics.Mixtures;

/// <summary>Settings of <see cref="BayesianGaussianMixture"/>; the names in brackets are scikit-learn's.</summary>
public sealed record GaussianMixtureOptions
{
    /// <summary>The truncation level K of the stick-breaking prior: the largest number of components.</summary>
    [Range(1, int.MaxValue)]
    public int Components { get; init; } = 10;

    /// <summary>The concentration γ₀ of the Dirichlet process, or null for 1/K (weight_concentration_prior).</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? WeightConcentration { get; init; }

    /// <summary>The precision β₀ of the prior on the means, in observations (mean_precision_prior).</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double MeanPrecision { get; init; } = 1;

    /// <summary>What is added to the diagonal of every component's scatter (reg_covar).</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double Ridge { get; init; } = 1e-5;

    /// <summary>How often to start anew from other centres; the best lower bound is kept (n_init).</summary>
    [Range(1, int.MaxValue)]
    public int Starts { get; init; } = 1;

    /// <summary>The largest number of iterations of a start.</summary>
    [Range(1, int.MaxValue)]
    public int MaxIterations { get; init; } = 200;

    /// <summary>Iterations stop when the lower bound changes by less than this (tol).</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Whether <see cref="Tolerance"/> is for each row instead of for all rows together, which scikit-learn has.</summary>
    public bool TolerancePerRow { get; init; }
}
