namespace CausalLoom.Simulators;

/// <summary>The outcome of <see cref="FourArmSimulator"/>.</summary>
public enum FourArmOutcome
{
    /// <summary>A number: its mean plus normal noise.</summary>
    Continuous,

    /// <summary>0 or 1, with the logistic function of the scaled mean as probability of 1.</summary>
    Binary,
}
