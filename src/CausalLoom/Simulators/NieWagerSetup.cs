namespace CausalLoom.Simulators;

/// <summary>The set-ups of <see cref="NieWagerSimulator"/>, which says what each is.</summary>
public enum NieWagerSetup
{
    /// <summary>Hard nuisances, an easy effect.</summary>
    A,

    /// <summary>A trial.</summary>
    B,

    /// <summary>Strong confounding, a constant effect.</summary>
    C,

    /// <summary>Arms that share nothing.</summary>
    D,
}
