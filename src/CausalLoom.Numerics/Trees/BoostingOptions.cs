using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Numerics.Trees;

/// <summary>Options of <see cref="GradientBoosting"/>; the defaults are those of common histogram boosters.</summary>
public sealed record BoostingOptions
{
    /// <summary>The loss.</summary>
    public BoostingLoss Loss { get; init; } = BoostingLoss.Squared;

    /// <summary>The number of trees (the largest, with early stopping).</summary>
    [Range(1, int.MaxValue)]
    public int Trees { get; init; } = 100;

    /// <summary>The factor on every tree.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The largest number of leaves a tree.</summary>
    [Range(2, int.MaxValue)]
    public int MaxLeaves { get; init; } = 31;

    /// <summary>The largest depth of a tree; 1 is a stump.</summary>
    [Range(1, int.MaxValue)]
    public int MaxDepth { get; init; } = int.MaxValue;

    /// <summary>The fewest rows a leaf.</summary>
    [Range(1, int.MaxValue)]
    public int MinLeafRows { get; init; } = 20;

    /// <summary>The least sum of hessians a leaf: keeps logistic leaves away from certainty.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double MinLeafHessian { get; init; } = 1e-3;

    /// <summary>λ of the penalty ½ λ v² on leaf values.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double L2 { get; init; }

    /// <summary>The share of rows each tree sees, drawn without replacement.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double RowShare { get; init; } = 1;

    /// <summary>The share of features each tree sees.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double FeatureShare { get; init; } = 1;

    /// <summary>Value bins a feature, 2 to 255.</summary>
    [Range(2, 255)]
    public int MaxBins { get; init; } = 255;

    /// <summary>The share of rows kept back to stop early; 0 turns early stopping off.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; }

    /// <summary>Rounds without a lower held-out loss after which training stops; 0 means never.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 10;
}
