using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Numerics.Trees;

/// <summary>Options of <see cref="RandomForest"/>; the defaults are Breiman's (2001; for regression Liaw and Wiener 2002).</summary>
public sealed record RandomForestOptions
{
    /// <summary>What is predicted.</summary>
    public ForestTask Task { get; init; } = ForestTask.Regression;

    /// <summary>The number of trees.</summary>
    [Range(1, int.MaxValue)]
    public int Trees { get; init; } = 500;

    /// <summary>
    /// The features drawn at each node (mtry); null means √p for classification and p/3 for regression, at least 1. While
    /// none of those drawn can be split, more are drawn.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? FeaturesPerNode { get; init; }

    /// <summary>The fewest distinct training rows in a leaf.</summary>
    [Range(1, int.MaxValue)]
    public int MinLeafRows { get; init; } = 1;

    /// <summary>The fewest distinct training rows in a node that is split; null means 2 for classification and 5 for regression.</summary>
    [Range(2, int.MaxValue)]
    public int? MinSplitRows { get; init; }

    /// <summary>The largest number of splits between root and leaf.</summary>
    [Range(1, int.MaxValue)]
    public int MaxDepth { get; init; } = int.MaxValue;

    /// <summary>Whether each tree's rows are drawn with replacement (true) or without (false).</summary>
    public bool Bootstrap { get; init; } = true;

    /// <summary>How many rows a tree draws, as a share of all; 1 without replacement means every row.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double RowShare { get; init; } = 1;

    /// <summary>Value bins a feature, 2 to 255.</summary>
    [Range(2, 255)]
    public int MaxBins { get; init; } = 255;

    /// <summary>Whether each row is also predicted by the trees that did not see it.</summary>
    public bool OutOfBag { get; init; } = true;

    internal int FeaturesOf(int columns) =>
        Math.Clamp(FeaturesPerNode ?? (Task == ForestTask.Classification ? (int)Math.Sqrt(columns) : columns / 3), 1, Math.Max(1, columns));

    internal int SplitRows => MinSplitRows ?? (Task == ForestTask.Classification ? 2 : 5);
}
