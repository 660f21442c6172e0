using CausalLoom.Mechanisms.Residuals;

namespace CausalLoom.Synthesis;

/// <summary>The names of <see cref="OutcomeNoise"/> on the command line.</summary>
public static class OutcomeNoises
{
    private static readonly (OutcomeNoise Noise, string Name)[] All =
    [
        (OutcomeNoise.Residual, "residual"),
        (OutcomeNoise.Homoscedastic, "homoscedastic"),
        (OutcomeNoise.Heteroscedastic, "heteroscedastic"),
        (OutcomeNoise.ArmBootstrap, "arm-bootstrap"),
        (OutcomeNoise.Quantile, "quantile"),
        (OutcomeNoise.None, "none"),
    ];

    /// <summary>The names: those of <see cref="ResidualLaws"/>, and `none`.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(pair => pair.Name)];

    /// <summary>The name of a choice.</summary>
    public static string Name(this OutcomeNoise noise) => Array.Find(All, pair => pair.Noise == noise).Name;

    /// <summary>The choice of that name.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public static OutcomeNoise Parse(string name) => Names.Contains(name)
        ? Array.Find(All, pair => pair.Name == name).Noise
        : throw new CausalLoomException($"There is no outcome noise '{name}'. There are: {string.Join(", ", Names)}.");
}
