namespace CausalLoom.Sandbox.Comparison;

/// <summary>The three knobs in the manner of RealCause (`specs/causalmix.md` §8, Baselines), turned after the fit.</summary>
public sealed record RealCauseKnobs
{
    /// <summary>What logit ê is multiplied by about its mean: 1 as fitted, 0 randomised, above 1 less overlap. At least 0.</summary>
    public double Overlap { get; init; } = 1;

    /// <summary>What the effect is multiplied by: 1 as fitted, 0 none, negative reversed.</summary>
    public double EffectScale { get; init; } = 1;

    /// <summary>How far effects differ: 1 as fitted, 0 all at their mean; from 0 to 1.</summary>
    public double Heterogeneity { get; init; } = 1;
}
