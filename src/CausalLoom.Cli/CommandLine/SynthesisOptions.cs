using System.CommandLine;
using CausalLoom.Catalogue;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Methods;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags that say how to synthesize.</summary>
public sealed class SynthesisOptions
{
    private readonly Option<string?> _method = new("--method") { Description = $"How (default: {Installed.Catalogues.Methods.Names[0]}): "
        + $"{MethodFlags.Listed(Installed.Catalogues.Methods)}.", HelpName = "M" };
    private readonly Option<string?> _generator = new("--generator")
        { Description = $"The covariate generator: {string.Join(", ", Installed.Catalogues.Generators.Names)}.", HelpName = "G" };
    private readonly Option<string?> _propensity = new("--propensity")
        { Description = $"The treatment mechanism: {string.Join(", ", Installed.Catalogues.Propensities.Names)}.", HelpName = "P" };
    private readonly Option<string?> _outcomeModel = new("--outcome-model")
        { Description = $"The outcome means: {string.Join(", ", Installed.Catalogues.Outcomes.Names)}.", HelpName = "O" };
    private readonly Option<string?> _noise = new("--outcome-noise") { Description = $"What outcomes are beyond their means: "
        + $"{string.Join(", ", Installed.Catalogues.OutcomeNoises.Names)} (default: residual; none: conditional means, as the "
        + "paper's code).",
        HelpName = "N" };
    private readonly Option<string?> _calibration = new("--calibration") { Description = $"How the propensity is calibrated: "
        + $"{string.Join(", ", Installed.Catalogues.Calibrations.Names)} (default: as the propensity model has it).", HelpName = "C" };
    private readonly Option<string?> _preset = new("--preset")
        { Description = $"All choices at once: {MethodFlags.Listed(Installed.Catalogues.Presets)}.", HelpName = "PRESET" };
    private readonly Option<double?> _overlapScale = new("--overlap-scale") { Description = "For realcause: what the logit of the "
        + "propensity is multiplied by about its mean (1; 0: randomised; above 1: less overlap).", HelpName = "S" };
    private readonly Option<double?> _effectScale = new("--effect-scale")
        { Description = "For realcause: what every effect is multiplied by (1; 0: no effect).", HelpName = "A" };
    private readonly Option<double?> _heterogeneity = new("--heterogeneity")
        { Description = "For realcause: how far effects differ, from 0 (one effect for all) to 1 (as fitted).", HelpName = "H" };
    private readonly Option<double?> _averageEffect = new("--average-effect")
        { Description = "For marginal: what E[Y(1) − Y(0)] is to be, in units of the outcome.", HelpName = "X" };
    private readonly Option<bool> _dcrFilter = new("--dcr-filter")
        { Description = "For hybrid with --holdout: rows closer to a real row than 99 % of the holdout's are drawn again." };
    private readonly Option<double?> _dcrQuantile = new("--dcr-quantile") { Description =
        "For --dcr-filter: the quantile of the holdout's distances that rows are kept above (0.01; 0 to 0.5).", HelpName = "Q" };
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description =
        "For great: the folder of a GPT-2 checkpoint (config.json, model.safetensors, tokenizer.json or vocab.json with merges.txt).",
        HelpName = "DIR" };
    private readonly Option<string?> _endpoint = new("--endpoint")
        { Description = "For llm: the address of an OpenAI-compatible server. Rows of the data are sent to it.", HelpName = "URL" };
    private readonly Option<string?> _llmModel = new("--llm-model")
        { Description = "For llm: the model to ask the server for.", HelpName = "NAME" };
    private readonly Option<string?> _llmCache = new("--llm-cache")
        { Description = "For llm: the folder that keeps replies, so that a rerun is free and gives the same rows.", HelpName = "DIR" };

    private readonly Option<string[]> _set = new("--set")
        { Description = "Sets an option of a part by name, such as ctgan.epochs=300; may be given more than once. An unknown one is "
        + "answered with the list.", HelpName = "NAME.OPTION=VALUE" };

    private readonly SandboxOptions _sandbox;
    private readonly Option[] _own;

    /// <summary>Adds the flags to a verb.</summary>
    public SynthesisOptions(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        _own = [_generator, _propensity, _outcomeModel, _noise, _calibration, _overlapScale, _effectScale, _heterogeneity, _averageEffect,
            _dcrFilter, _dcrQuantile];
        foreach (Option option in new Option[] { _method, _preset, _checkpoint, _endpoint, _llmModel, _llmCache, _set }.Concat(_own))
        {
            command.Options.Add(option);
        }

        _sandbox = new SandboxOptions(command, _generator, _noise, _preset);
    }

    /// <summary>What was asked for, resolved and checked before any work is done.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="wantsTruth">Whether a truth file is asked for.</param>
    /// <exception cref="CausalLoomException">A name is unknown, a value out of range, or a flag has no meaning for the method.</exception>
    public SynthesisPlan Plan(ParseResult parsed, bool wantsTruth)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        SynthesisPlan plan = SynthesisPlan.Of(new SynthesisRequest
        {
            Method = parsed.GetValue(_method),
            Preset = parsed.GetValue(_preset),
            Options = [.. MethodFlags.Given(parsed, _own), .. MethodFlags.Given(parsed, _sandbox.Knobs)],
            Settings = Settings(parsed),
        }, Installed.Catalogues);
        if (wantsTruth)
        {
            plan.RequireTruth();
        }

        return plan;
    }

    // What has a flag of its own goes before.
    private OptionSetting[] Settings(ParseResult parsed) =>
    [
        .. (parsed.GetValue(_set) ?? []).Select(OptionSetting.Parse),
        .. Setting(parsed, _checkpoint, "great", "checkpoint"),
        .. Setting(parsed, _endpoint, "llm", "endpoint").Where(setting => IsAddress(setting.Value)),
        .. Setting(parsed, _llmModel, "llm", "model"),
        .. Setting(parsed, _llmCache, "llm", "cache"),
    ];

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? true
        : throw new CausalLoomException($"--endpoint {text} is no http or https address.");

    private OptionSetting[] Setting(ParseResult parsed, Option<string?> flag, string generator, string option) =>
        parsed.GetValue(flag) is not { } value ? []
        : parsed.GetValue(_generator) == generator ? [new OptionSetting($"{generator}.{option}", value)]
        : throw new CausalLoomException($"{flag.Name} is for --generator {generator}: leave it out.");
}
