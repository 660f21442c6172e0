namespace CausalLoom.Numerics.Trees;

/// <summary>Options of <see cref="GradientBoosting"/>; the defaults are those of common histogram boosters.</summary>
public sealed record BoostingOptions
{
    /// <summary>The loss.</summary>
    public BoostingLoss Loss { get; init; } = BoostingLoss.Squared;

    /// <summary>The number of trees (the largest, with early stopping).</summary>
    public int Trees { get; init; } = 100;

    /// <summary>The factor on every tree.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The largest number of leaves a tree.</summary>
    public int MaxLeaves { get; init; } = 31;

    /// <summary>The largest depth of a tree; 1 is a stump.</summary>
    public int MaxDepth { get; init; } = int.MaxValue;

    /// <summary>The fewest rows a leaf.</summary>
    public int MinLeafRows { get; init; } = 20;

    /// <summary>The least sum of hessians a leaf: keeps logistic leaves away from certainty.</summary>
    public double MinLeafHessian { get; init; } = 1e-3;

    /// <summary>λ of the penalty ½ λ v² on leaf values.</summary>
    public double L2 { get; init; }

    /// <summary>The share of rows each tree sees, drawn without replacement.</summary>
    public double RowShare { get; init; } = 1;

    /// <summary>The share of features each tree sees.</summary>
    public double FeatureShare { get; init; } = 1;

    /// <summary>Value bins a feature, 2 to 255.</summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>The share of rows kept back to stop early; 0 turns early stopping off.</summary>
    public double ValidationShare { get; init; }

    /// <summary>Rounds without a lower held-out loss after which training stops; 0 means never.</summary>
    public int Patience { get; init; } = 10;
}
