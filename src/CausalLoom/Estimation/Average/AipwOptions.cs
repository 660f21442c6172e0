using CausalLoom.Mechanisms;

namespace CausalLoom.Estimation.Average;

/// <summary>Options of <see cref="AipwEstimator"/>.</summary>
public sealed record AipwOptions
{
    /// <summary>The number of folds.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Where propensities are clipped.</summary>
    public PropensityClipping Clipping { get; init; } = PropensityClipping.Default;

    /// <summary>A known propensity for all rows, as in a trial; null: it is learnt.</summary>
    public double? KnownPropensity { get; init; }

    /// <summary>The learner of g.</summary>
    public CalibratedPropensity Propensity { get; init; } = new();

    /// <summary>The learner of μ.</summary>
    public StackedOutcome Outcome { get; init; } = new();

    // One fold would evaluate on the rows learnt from, and leaves no model for others: folds begin at two.
    internal NuisanceOptions Nuisances => Folds >= 2
        ? new NuisanceOptions
            { Folds = Folds, Clipping = Clipping, KnownPropensity = KnownPropensity, Propensity = Propensity, Outcome = Outcome }
        : throw new CausalLoomException($"Cross-fitting needs at least two folds, not {Folds}.");
}
