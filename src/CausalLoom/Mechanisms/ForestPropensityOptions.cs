using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>Options of <see cref="ForestPropensity"/>.</summary>
public sealed record ForestPropensityOptions
{
    /// <summary>The forest. Leaves of at least 5 rows: probabilities, not votes.</summary>
    public RandomForestOptions Forest { get; init; } = new() { Task = ForestTask.Classification, Trees = 200, MinLeafRows = 5 };

    /// <summary>
    /// Whether out-of-bag probabilities are calibrated; a forest's own are too close to the middle or, with full-grown trees, to 0 and 1.
    /// </summary>
    public bool Calibrate { get; init; } = true;

    /// <summary>How they are.</summary>
    public CalibrationMethod Calibration { get; init; } = CalibrationMethod.Platt;

    /// <summary>The range of the propensities.</summary>
    public PropensityClipping Clipping { get; init; } = PropensityClipping.Default;

    /// <summary>
    /// The hybrid papers' forest (docs/methods/propensity.md): scikit-learn's defaults, uncalibrated, clipped to [10⁻⁶, 1 − 10⁻⁶].
    /// </summary>
    public static ForestPropensityOptions HybridPaper { get; } = new()
    {
        Forest = new RandomForestOptions { Task = ForestTask.Classification, Trees = 100, OutOfBag = false },
        Calibrate = false,
        Clipping = new PropensityClipping(1e-6, 1 - 1e-6),
    };
}
