using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>The three knobs in the manner of RealCause (docs/methods/other-knobs.md), turned after the fit.</summary>
public sealed record RealCauseKnobs
{
    /// <summary>What logit ê is multiplied by about its mean: 1 as fitted, 0 randomised, above 1 less overlap. From 0 to 100.</summary>
    [Range(0.0, 100.0)]
    public double OverlapScale { get; init; } = 1;

    /// <summary>What the effect is multiplied by: 1 as fitted, 0 none, negative reversed.</summary>
    public double EffectScale { get; init; } = 1;

    /// <summary>How far effects differ: 1 as fitted, 0 all at their mean; from 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double Heterogeneity { get; init; } = 1;

    /// <summary>What is wrong with them, or null.</summary>
    internal string? Complaint() =>
        OverlapScale is not (>= 0 and <= 100)
            ? FormattableString.Invariant($"The overlap scale must be from 0 (randomised) to 100; it is {OverlapScale}.")
        : !double.IsFinite(EffectScale) ? FormattableString.Invariant($"The effect scale must be a finite number; it is {EffectScale}.")
        : Heterogeneity is not (>= 0 and <= 1)
            ? FormattableString.Invariant($"The heterogeneity must be from 0 (one effect for all) to 1 (as fitted); it is {Heterogeneity}.")
        : null;

    /// <summary>Refuses knobs out of range.</summary>
    /// <exception cref="CausalLoomException">They are.</exception>
    internal void Check()
    {
        if (Complaint() is { } complaint)
        {
            throw new CausalLoomException(complaint);
        }
    }
}
