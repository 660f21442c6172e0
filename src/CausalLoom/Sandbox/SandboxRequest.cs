using CausalLoom.Catalogue;
using CausalLoom.Generators;

namespace CausalLoom.Sandbox;

/// <summary>What a user asks of a sandbox, by the names of the command line. Null means the default.</summary>
public sealed record SandboxRequest
{
    /// <summary>Everything met by construction.</summary>
    public const string Exact = "exact";

    /// <summary>The paper's conditional autoencoder with penalties.</summary>
    public const string Penalty = "penalty";

    /// <summary>Every choice of penalty mode as the paper's code has it.</summary>
    public const string CausalMixPaper = "causalmix-paper";

    /// <summary>Penalty mode in the manner of Credence (<see cref="Comparison.ComparisonPresets.Credence"/>).</summary>
    public const string Credence = "credence";

    /// <summary>The presets, all of penalty mode.</summary>
    public static IReadOnlyList<string> Presets { get; } = [CausalMixPaper, Credence];

    /// <summary>τ(x) as an expression.</summary>
    public required string Tau { get; init; }

    /// <summary>κ₀(x) as an expression.</summary>
    public string Kappa0 { get; init; } = "0";

    /// <summary>κ₁(x) as an expression.</summary>
    public string Kappa1 { get; init; } = "0";

    /// <summary>log α(x) as an expression; null: treatment is assigned as in the real data.</summary>
    public string? LogAlpha { get; init; }

    /// <summary>`exact` or `penalty`.</summary>
    public string Mode { get; init; } = Exact;

    /// <summary>The generator of the covariates in exact mode, a name of <see cref="GeneratorCatalogue"/>.</summary>
    public string? Generator { get; init; }

    /// <summary>Options of that generator, set by name; or null.</summary>
    public IReadOnlyList<OptionSetting>? Settings { get; init; }

    /// <summary>`residual` (the real noise of a numeric outcome) or `none`.</summary>
    public string Noise { get; init; } = "residual";

    /// <summary>`none`, or `observed` (a numeric outcome keeps to the range of the real one).</summary>
    public string Range { get; init; } = "none";

    /// <summary>P(U = 1 | x, T = 1) − P(U = 1 | x, T = 0).</summary>
    public double Imbalance { get; init; } = 0.5;

    /// <summary>How far τ yields to the real contrast, 0 to 1.</summary>
    public double Tilt { get; init; }

    /// <summary>Noisy copies of U among the covariates.</summary>
    public int Proxies { get; init; }

    /// <summary>Their standard deviation about U.</summary>
    public double ProxyNoise { get; init; } = 1;

    /// <summary>A name of <see cref="Presets"/>, or null.</summary>
    public string? Preset { get; init; }

    /// <summary>The latent prior of penalty mode, `gmm` or `gaussian`; null: as the options have it.</summary>
    public string? Prior { get; init; }

    /// <summary>How penalty mode reconstructs, `nll` or `mse`; null: as the options have it.</summary>
    public string? Reconstruction { get; init; }

    /// <summary>
    /// How penalty mode measures what is off, `huber` or `mse`: weights by hand; null: constraints, or as the preset has it.
    /// </summary>
    public string? Control { get; init; }
}
