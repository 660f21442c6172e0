namespace CausalLoom.Synthesis;

/// <summary>What a user asked to be synthesized how, by the names of the command line (`cli.md`). Null means the default of the method or preset.</summary>
/// <param name="Method">`steam`, `joint` or `joint-xw`.</param>
/// <param name="Generator">A name of <see cref="Generators.GeneratorRegistry"/>.</param>
/// <param name="Propensity">`logistic`, `boosting`, `stack`, `known:COL` or `randomized:P`.</param>
/// <param name="OutcomeModel">`slearner`, `tlearner` or `boosting`.</param>
/// <param name="Noise">`residual` or `none`.</param>
/// <param name="Preset">`steam-paper`, or null.</param>
/// <param name="Settings">What a language model needs: checkpoint, server; or null.</param>
public sealed record SynthesisRequest(
    string? Method = null,
    string? Generator = null,
    string? Propensity = null,
    string? OutcomeModel = null,
    string? Noise = null,
    string? Preset = null,
    Generators.GeneratorSettings? Settings = null)
{
    /// <summary>Every choice as the STEAM code has it.</summary>
    public const string SteamPaper = "steam-paper";

    /// <summary>Whether the paper's choices are asked for.</summary>
    public bool IsSteamPaper => Preset == SteamPaper;
}
