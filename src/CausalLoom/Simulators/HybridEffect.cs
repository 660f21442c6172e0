namespace CausalLoom.Simulators;

/// <summary>The effect τ on the logit in <see cref="HybridSimulator"/>.</summary>
public enum HybridEffect
{
    /// <summary>The papers' (docs/methods/simulators.md): around 2 for everyone, and hardly different between them.</summary>
    Papers,

    /// <summary>2 for everyone (the papers' `simple`).</summary>
    Constant,

    /// <summary>None: the average effect is 0, and so is everybody's.</summary>
    Null,

    /// <summary>.5 + 1.5 W4 − 1.5 tanh W5: two in five are harmed.</summary>
    Heterogeneous,
}
