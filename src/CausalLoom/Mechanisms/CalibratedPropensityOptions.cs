using System.ComponentModel.DataAnnotations;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>Options of <see cref="CalibratedPropensity"/>.</summary>
public sealed record CalibratedPropensityOptions
{
    /// <summary>The number of folds.</summary>
    [Range(2, int.MaxValue)]
    public int Folds { get; init; } = 5;

    /// <summary>Ridge penalties to choose from, descending, on the coefficients of standardised columns.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public IReadOnlyList<double> Penalties { get; init; } = [200, 20, 2, 0.02];

    /// <summary>ν of the regressions with curves and products, descending: a penalty a row on ∫f″² of curves.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public IReadOnlyList<double> Roughness { get; init; } = [0.1, 0.01, 0.001, 0.0001];

    /// <summary>Numbers of trees to choose from, ascending.</summary>
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> TreeCounts { get; init; } = [10, 20, 40, 80, 120];

    /// <summary>The trees.</summary>
    public BoostingOptions Boosting { get; init; } = new()
        { Loss = BoostingLoss.Logistic, Trees = 120, LearningRate = 0.1, MaxLeaves = 4, MinLeafRows = 10, L2 = 10 };

    /// <summary>The ridge penalty on the stack's weights: logits that vary little must earn theirs.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double StackPenalty { get; init; } = 4;

    /// <summary>The range of the propensities.</summary>
    public PropensityClipping Clipping { get; init; } = PropensityClipping.Default;
}
