namespace CausalLoom.Simulators;

/// <summary>What treatment and outcome have in common in <see cref="HybridSimulator"/>.</summary>
public enum HybridConfounding
{
    /// <summary>As in the papers: weak, whatever the overlap.</summary>
    Papers,

    /// <summary>
    /// The slopes of <see cref="HybridOverlap.Moderate"/> are added to η₀: .7W1 − .7W2 + .5W3 + .4W4 − .4W5 + .5W6 − .25, so that those who
    /// are
    /// likely to be treated would have done well without it.
    /// </summary>
    Strong,
}
