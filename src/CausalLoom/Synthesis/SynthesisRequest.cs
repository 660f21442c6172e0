using CausalLoom.Catalogue;

namespace CausalLoom.Synthesis;

/// <summary>
/// What a user asked to be synthesized how, by the names of the command line. Null means the default of the method or preset.
/// </summary>
/// <param name="Method">`steam`, `hybrid`, `joint`, `joint-xw`, or a method of a room above this one, such as `plasmode`.</param>
/// <param name="Generator">A name of <see cref="Generators.GeneratorCatalogue"/>.</param>
/// <param name="Propensity">A name of <see cref="Mechanisms.PropensityCatalogue"/>.</param>
/// <param name="OutcomeModel">A name of <see cref="Mechanisms.OutcomeCatalogue"/>.</param>
/// <param name="Noise">A name of <see cref="Mechanisms.Residuals.OutcomeNoiseCatalogue"/>.</param>
/// <param name="Preset">`steam-paper`, `hybrid-paper`, `wgan`, or null.</param>
/// <param name="Settings">Options of what was chosen, set by name; or null.</param>
/// <param name="DcrFilter">Whether rows closer to a real row than 99 % of the holdout's are drawn again; `hybrid` only.</param>
/// <param name="Calibration">How the propensity is calibrated, a name of <see cref="Mechanisms.Calibration.CalibrationCatalogue"/>; null:
/// as its learner has it.</param>
/// <param name="DcrQuantile">Another quantile of the holdout's distances than 1 % for that filter, or null.</param>
public sealed record SynthesisRequest(
    string? Method = null,
    string? Generator = null,
    string? Propensity = null,
    string? OutcomeModel = null,
    string? Noise = null,
    string? Preset = null,
    IReadOnlyList<OptionSetting>? Settings = null,
    bool DcrFilter = false,
    string? Calibration = null,
    double? DcrQuantile = null)
{
    /// <summary>Every choice as the STEAM code has it.</summary>
    public const string SteamPaper = "steam-paper";

    /// <summary>Every choice as the hybrid papers' code has it; of their generators, CTGAN.</summary>
    public const string HybridPaper = "hybrid-paper";

    /// <summary>
    /// Another tool's choices on our parts: covariates by a WGAN-GP as ds-wgan has it (docs/methods/other-knobs.md).
    /// </summary>
    public const string Wgan = "wgan";

    /// <summary>For `realcause`: what logit ê is multiplied by; null: as fitted.</summary>
    public double? OverlapScale { get; init; }

    /// <summary>For `realcause`: what the effect is multiplied by; null: as fitted.</summary>
    public double? EffectScale { get; init; }

    /// <summary>For `realcause`: how far effects differ, 0 to 1; null: as fitted.</summary>
    public double? Heterogeneity { get; init; }

    /// <summary>For `marginal`: the average effect wanted, in units of the outcome.</summary>
    public double? AverageEffect { get; init; }

    /// <summary>What is set after the fit, by the names of options.</summary>
    internal (string Option, double? Value)[] Knobs =>
        [("overlap-scale", OverlapScale), ("effect-scale", EffectScale), ("heterogeneity", Heterogeneity),
            ("average-effect", AverageEffect)];

    /// <summary>Whether the hybrid papers' choices are asked for.</summary>
    public bool IsHybridPaper => Preset == HybridPaper;

    /// <summary>Whether the paper's choices are asked for.</summary>
    public bool IsSteamPaper => Preset == SteamPaper;
}
