namespace CausalLoom.Estimation.Average;

/// <summary>What average effects to estimate, and how.</summary>
public sealed record AverageEffectOptions
{
    /// <summary>All estimators, in the order of the documentation.</summary>
    public static IReadOnlyList<string> AllEstimators { get; } = ["or", "ipw", "aipw", "tmle"];

    /// <summary>The estimators, of <see cref="AllEstimators"/>.</summary>
    public IReadOnlyList<string> Estimators { get; init; } = AllEstimators;

    /// <summary>Whose effect.</summary>
    public Estimand Estimand { get; init; } = Estimand.Ate;

    /// <summary>The nuisances, shared by all estimators.</summary>
    public NuisanceOptions Nuisances { get; init; } = new();

    /// <summary>The targeting step of TMLE.</summary>
    public TmleOptions Tmle { get; init; } = new();
}
