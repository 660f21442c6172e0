namespace CausalLoom.Estimation.Average;

/// <summary>Whose average effect is meant (<see cref="Population"/>).</summary>
public enum Estimand
{
    /// <summary>Everyone.</summary>
    Ate,

    /// <summary>Those who had the contrast's level: the treated.</summary>
    Att,

    /// <summary>Those who had the contrast's reference: the controls.</summary>
    Atc,

    /// <summary>The overlap population (Li, Morgan and Zaslavsky 2018; Li and Li 2019 for more than two levels).</summary>
    Ato,
}
