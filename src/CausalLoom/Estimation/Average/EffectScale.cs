namespace CausalLoom.Estimation.Average;

/// <summary>How two levels' means are set against each other.</summary>
public enum EffectScale
{
    /// <summary>ψ_a − ψ_b, in outcome units (a risk difference where the outcome has two levels).</summary>
    Difference,

    /// <summary>ψ_a / ψ_b, of outcomes whose means are above 0 (a risk ratio).</summary>
    Ratio,

    /// <summary>ψ_a/(1 − ψ_a) over ψ_b/(1 − ψ_b), of outcomes of two levels.</summary>
    OddsRatio,
}
