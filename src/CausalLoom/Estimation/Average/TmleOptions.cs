namespace CausalLoom.Estimation.Average;

/// <summary>Options of <see cref="TargetedScore"/>.</summary>
public sealed record TmleOptions
{
    /// <summary>How close to 0 and 1 means (of an outcome scaled to [0, 1]) may come; R's tmle has .0005.</summary>
    public double Bound { get; init; } = 0.0005;

    /// <summary>
    /// Whether the balancing weights weigh the fluctuation's rows, which then moves all means alike, instead of being its covariate:
    /// steadier
    /// where overlap is poor, the same where it is good (`gwt` of R's tmle).
    /// </summary>
    public bool Weighted { get; init; } = true;

    /// <summary>One fluctuation parameter for both arms, as the papers' code has it, instead of one each; with the weights as
    /// covariate.</summary>
    public bool SingleFluctuation { get; init; }

    /// <summary>The range of the outcome, or null for the observed one.</summary>
    public (double Lowest, double Highest)? Range { get; init; }
}
