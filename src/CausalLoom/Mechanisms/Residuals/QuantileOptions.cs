using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>Options of <see cref="QuantileResidualLaw"/>.</summary>
public sealed record QuantileOptions
{
    /// <summary>
    /// The quantiles of the arm's residuals that trees are grown to tell apart: equal groups of trees split on 1(r ≤ q). Splits of the
    /// residual itself would find nothing, since its mean is 0 everywhere.
    /// </summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [0.1, 0.25, 0.5, 0.75, 0.9];

    /// <summary>The trees for each quantile, and their leaves.</summary>
    public RandomForestOptions Forest { get; init; } = new() { Task = ForestTask.Classification, Trees = 30, MinLeafRows = 25, OutOfBag = false };

    /// <summary>How far beyond the observed outcomes a draw may lie, as a share of their range; infinite turns clamping off.</summary>
    public double RangeMargin { get; init; }
}
