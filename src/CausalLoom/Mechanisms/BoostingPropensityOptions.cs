using System.ComponentModel.DataAnnotations;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>Options of <see cref="BoostingPropensity"/>.</summary>
public sealed record BoostingPropensityOptions
{
    /// <summary>
    /// The trees: small ones, since treatment depends on few covariates at a time and samples are small.
    /// <see cref="BoostingOptions.Trees"/> is the largest number; cross-validation chooses.
    /// </summary>
    public BoostingOptions Boosting { get; init; } = new()
    {
        Loss = BoostingLoss.Logistic,
        Trees = 200,
        LearningRate = 0.1,
        MaxLeaves = 4,
        MinLeafRows = 10,
        L2 = 5,
        Patience = 25,
    };

    /// <summary>Folds for the number of trees and for calibration.</summary>
    [Range(2, int.MaxValue)]
    public int Folds { get; init; } = 5;

    /// <summary>How out-of-fold logits are calibrated.</summary>
    public CalibrationMethod Calibration { get; init; } = CalibrationMethod.Platt;

    /// <summary>The range of the propensities.</summary>
    public PropensityClipping Clipping { get; init; } = PropensityClipping.Default;
}
