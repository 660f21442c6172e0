using CausalLoom.Numerics.Mixtures;

namespace CausalLoom.Data.Encoders;

/// <summary>Settings of <see cref="ModeSpecificEncoder"/>.</summary>
public sealed record ModeSpecificOptions
{
    /// <summary>A number with at most this many distinct values is coded as levels (synthcity's rule), provided that they repeat.</summary>
    public int MaxDistinctAsLevels { get; init; } = 10;

    /// <summary>
    /// A single number that makes up at least this share of the rows becomes a category of its own and decodes exactly (zero-inflated
    /// columns).
    /// </summary>
    public double SpikeShare { get; init; } = 0.05;

    /// <summary>Levels of a categorical column beyond this many, the rarest, share one category and are told apart at random.</summary>
    public int MaxLevels { get; init; } = 100;

    /// <summary>Modes of smaller weight are dropped (CTGAN's threshold).</summary>
    public double MinimumModeWeight { get; init; } = 0.005;

    /// <summary>Whether a value's mode is drawn from its responsibilities (CTGAN) or is the likeliest (synthcity).</summary>
    public bool SampleModes { get; init; } = true;

    /// <summary>The mixture's settings.</summary>
    public BayesianMixtureOptions Mixture { get; init; } = new();
}
