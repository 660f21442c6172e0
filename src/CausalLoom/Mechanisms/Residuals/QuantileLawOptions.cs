using System.ComponentModel.DataAnnotations;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>Options of <see cref="QuantileResidualLaw"/>.</summary>
public sealed record QuantileLawOptions
{
    /// <summary>
    /// The quantiles of the arm's residuals that trees are grown to tell apart: equal groups of trees split on 1(r ≤ q). Splits of the
    /// residual itself would find nothing, since its mean is 0 everywhere.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public IReadOnlyList<double> Quantiles { get; init; } = [0.1, 0.25, 0.5, 0.75, 0.9];

    /// <summary>
    /// The trees for each quantile, and their leaves; half of the features are looked at in each node unless said otherwise.
    /// </summary>
    public RandomForestOptions Forest { get; init; } = new()
        { Task = ForestTask.Classification, Trees = 30, MinLeafRows = 25, OutOfBag = false };

    /// <summary>The most rows of an arm that the law is learnt from and made of; of more, a random part.</summary>
    [Range(1, int.MaxValue)]
    public int MostRows { get; init; } = 5000;

    /// <summary>How far beyond the observed outcomes a draw may lie, as a share of their range; infinite turns clamping off.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double RangeMargin { get; init; }
}
