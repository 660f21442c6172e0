namespace CausalLoom.Estimation.Average;

/// <summary>Whose average effect is meant: E[h(X) τ(X)] / E[h(X)] for the tilting function h of the propensity g.</summary>
public enum Estimand
{
    /// <summary>Everyone: h = 1.</summary>
    Ate,

    /// <summary>The treated: h = g.</summary>
    Att,

    /// <summary>The overlap population: h = g (1 − g) (Li, Morgan and Zaslavsky 2018).</summary>
    Ato,
}
