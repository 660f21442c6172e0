using System.CommandLine;
using CausalLoom.Generators;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags that say how to synthesize (`cli.md`).</summary>
public sealed class SynthesisOptions
{
    private readonly Option<string?> _method = new("--method") { Description = "steam (default), hybrid (outcome means targeted at the doubly robust estimate), joint (one generator for all columns), joint-xw (X and W together, then Y).", HelpName = "M" };
    private readonly Option<string?> _generator = new("--generator") { Description = $"The covariate generator: {string.Join(", ", GeneratorRegistry.Names)}.", HelpName = "G" };
    private readonly Option<string?> _propensity = new("--propensity") { Description = "The treatment mechanism: logistic, spline, interactions, forest, boosting, network, stack, constant, known:COL, randomized:P.", HelpName = "P" };
    private readonly Option<string?> _outcomeModel = new("--outcome-model") { Description = "The outcome means: slearner, tlearner, linear, spline, interactions, forest, boosting, constant, stack.", HelpName = "O" };
    private readonly Option<string?> _noise = new("--outcome-noise") { Description = "residual (default), homoscedastic, heteroscedastic, arm-bootstrap, quantile, or none (as the paper's code: conditional means).", HelpName = "N" };
    private readonly Option<string?> _calibration = new("--calibration") { Description = "How the propensity is calibrated: platt, isotonic, none (default: as the propensity model has it).", HelpName = "C" };
    private readonly Option<string?> _preset = new("--preset") { Description = "steam-paper, hybrid-paper: every choice as the papers' code has it.", HelpName = "PRESET" };
    private readonly Option<bool> _dcrFilter = new("--dcr-filter") { Description = "For hybrid with --holdout: rows closer to a real row than 99 % of the holdout's are drawn again." };
    private readonly Option<double?> _dcrQuantile = new("--dcr-quantile") { Description = "For --dcr-filter: the quantile of the holdout's distances that rows are kept above (0.01; 0 to 0.5).", HelpName = "Q" };
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "For great: the folder of a GPT-2 checkpoint (config.json, model.safetensors, vocab.json, merges.txt).", HelpName = "DIR" };
    private readonly Option<string?> _endpoint = new("--endpoint") { Description = "For llm: the address of an OpenAI-compatible server. Rows of the data are sent to it.", HelpName = "URL" };
    private readonly Option<string?> _llmModel = new("--llm-model") { Description = "For llm: the model to ask the server for.", HelpName = "NAME" };
    private readonly Option<string?> _llmCache = new("--llm-cache") { Description = "For llm: the folder that keeps replies, so that a rerun is free and gives the same rows.", HelpName = "DIR" };

    /// <summary>Adds the flags to a verb.</summary>
    public SynthesisOptions(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in new Option[] { _method, _generator, _propensity, _outcomeModel, _noise, _calibration, _preset, _dcrFilter, _dcrQuantile, _checkpoint, _endpoint, _llmModel, _llmCache })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    public SynthesisRequest Request(ParseResult parsed) => new(
        parsed.GetValue(_method),
        parsed.GetValue(_generator),
        parsed.GetValue(_propensity),
        parsed.GetValue(_outcomeModel),
        parsed.GetValue(_noise),
        parsed.GetValue(_preset),
        Settings(parsed),
        parsed.GetValue(_dcrFilter),
        parsed.GetValue(_calibration),
        parsed.GetValue(_dcrQuantile));

    private GeneratorSettings Settings(ParseResult parsed) => new(
        parsed.GetValue(_checkpoint),
        Address(parsed.GetValue(_endpoint)),
        parsed.GetValue(_llmModel),
        parsed.GetValue(_llmCache));

    private static Uri? Address(string? text) => text switch
    {
        null => null,
        _ when Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) => uri,
        _ => throw new CausalLoomException($"--endpoint {text} is no http or https address."),
    };
}
