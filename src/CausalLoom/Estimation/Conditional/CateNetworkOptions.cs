using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Estimation.Conditional;

/// <summary>The networks of the T-, S-, DR- and RA-learners (docs/methods/conditional-effects.md).</summary>
public sealed record CateNetworkOptions
{
    /// <summary>Outcome networks and the second stage.</summary>
    public BasicNetOptions Network { get; init; } = new();

    /// <summary>The propensity network (CATENets: allowed to stop after 200 steps rather than 200 epochs).</summary>
    public BasicNetOptions Propensity { get; init; } = new();

    /// <summary>Folds of DR and RA, stratified by arm and shuffled (CATENets: 2).</summary>
    public int Folds { get; init; } = 2;

    /// <summary>
    /// Propensities are clipped to [c, 1 − c] before the doubly robust division (CATENets: 0, no clipping). At .05 no row
    /// weighs more than 20; rows beyond have almost no counterpart in the other arm and would decide the effect alone.
    /// </summary>
    public double PropensityClip { get; init; } = 0.05;

    /// <summary>CATENets as STEAM runs it; see <see cref="BasicNetOptions.SteamPaper"/>.</summary>
    public static CateNetworkOptions SteamPaper { get; } = new()
    {
        Network = BasicNetOptions.SteamPaper,
        Propensity = BasicNetOptions.SteamPaper with { MinEpochs = 0, MinSteps = 200 },
        PropensityClip = 0,
    };
}
