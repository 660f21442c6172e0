using System.ComponentModel.DataAnnotations;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>Options of <see cref="StackedOutcome"/>.</summary>
public sealed record StackedOutcomeOptions
{
    /// <summary>The number of folds.</summary>
    [Range(2, int.MaxValue)]
    public int Folds { get; init; } = 5;

    /// <summary>Ridge penalties to choose from, descending, on the coefficients of standardised columns.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public IReadOnlyList<double> Penalties { get; init; } = [100, 10, 1, 0.01];

    /// <summary>ν of the regressions with curves and products, descending: a penalty a row on ∫f″² of curves.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public IReadOnlyList<double> Roughness { get; init; } = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

    /// <summary>Numbers of trees to choose from, ascending.</summary>
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> TreeCounts { get; init; } = [10, 20, 40, 80, 120];

    /// <summary>The trees of one arm; the loss follows the outcome.</summary>
    public BoostingOptions Boosting { get; init; } = new() { Trees = 120, LearningRate = 0.1, MaxLeaves = 8, MinLeafRows = 5, L2 = 2 };
}
