namespace CausalLoom.Simulators;

/// <summary>How treatment is assigned in the process of the hybrid papers (docs/methods/simulators.md).</summary>
public enum HybridOverlap
{
    /// <summary>A trial: π = ½.</summary>
    Randomized,

    /// <summary>Their base process, which hardly overlaps: logit −30 + 16W1 − 24W2 + 12W3 + 6W4 − 10W5 + 16W6.</summary>
    Base,

    /// <summary>A tenth of that logit (`outcome_aug`).</summary>
    Soft,

    /// <summary>−.4 + .7W1 − .7W2 + .5W3 + .4W4 − .4W5 + .5W6.</summary>
    Moderate,

    /// <summary>−1 + 1.4W1 − 1.4W2 + W3 + .9W4 − .9W5 + 1.2W6.</summary>
    Poor,

    /// <summary>−8 + 4W1 − 6W2 + 3W3 + 2W4 − 3W5 + 4W6.</summary>
    Extreme,
}
