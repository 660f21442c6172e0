using CausalLoom.Mechanisms;

namespace CausalLoom.Overlap;

/// <summary>Which rows get a donor, which donor, and what outcome the added row has.</summary>
public sealed record AugmentOptions
{
    /// <summary>
    /// The caliper where none is given: half a standard deviation, as the root mean square over the features: a donor that differs more in
    /// all of them stands for someone else. A convention, not an optimum.
    /// </summary>
    public const double DefaultCaliper = 0.5;

    /// <summary>Where added outcomes come from.</summary>
    public AugmentVariant Variant { get; init; }

    /// <summary>The share of the pool's outcomes that is flipped first; two-level outcomes only. 0: none.</summary>
    public double Flip { get; init; }

    /// <summary>What added rows are used for: by default to correct the means, too (docs/evidence/augment.md).</summary>
    public Averaging Averaging { get; init; } = Averaging.Transport;

    /// <summary>Which propensities are extreme.</summary>
    public ExtremeRule Extremes { get; init; } = new();

    /// <summary>How far a donor may be, in units of <see cref="MatchingSpace.Unit"/>; null: any distance.</summary>
    public double? Caliper { get; init; } = DefaultCaliper;

    /// <summary>Who chooses first.</summary>
    public MatchOrder Order { get; init; }

    /// <summary>
    /// The model of outcomes for <see cref="AugmentVariant.Hybrid"/>, <see cref="AugmentVariant.Self"/> and
    /// <see cref="AugmentVariant.Flip"/>.
    /// </summary>
    public IOutcomeLearner Outcome { get; init; } = new StackedOutcome();

    /// <summary>
    /// The papers' choices (docs/methods/overlap.md): propensities outside [.001, .999], row by row, no caliper, forests, averages over all
    /// rows.
    /// </summary>
    public static AugmentOptions HybridPaper { get; } = new()
    {
        Variant = AugmentVariant.Hybrid,
        Averaging = Averaging.Pooled,
        Extremes = ExtremeRule.Paper,
        Caliper = null,
        Order = MatchOrder.RowOrder,
        Outcome = ForestOutcome.HybridPaper,
    };

    /// <summary>What cannot be meant.</summary>
    /// <exception cref="CausalLoomException">A number is out of range.</exception>
    public void Check()
    {
        if (!(Flip is >= 0 and <= 1))
        {
            throw new CausalLoomException(FormattableString.Invariant($"The share of flipped outcomes is from 0 to 1, not {Flip}."));
        }

        if (Caliper is { } caliper && !(caliper > 0 && double.IsFinite(caliper)))
        {
            throw new CausalLoomException(FormattableString.Invariant($"The caliper is above 0, not {caliper}."));
        }

        if (Variant == AugmentVariant.Flip && Flip == 0)
        {
            throw new CausalLoomException("The variant flip needs the share of outcomes to flip, such as .1.");
        }

        if (Variant == AugmentVariant.Self && Flip > 0)
        {
            throw new CausalLoomException("The variant self does not use the pool's outcomes: there is nothing to flip.");
        }
    }
}
