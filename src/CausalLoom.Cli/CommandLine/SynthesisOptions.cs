using System.CommandLine;
using CausalLoom.Generators;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags that say how to synthesize (`cli.md`).</summary>
public sealed class SynthesisOptions
{
    private readonly Option<string?> _method = new("--method") { Description = "steam (default), joint (one generator for all columns), joint-xw (X and W together, then Y).", HelpName = "M" };
    private readonly Option<string?> _generator = new("--generator") { Description = $"The covariate generator: {string.Join(", ", GeneratorRegistry.Names)}.", HelpName = "G" };
    private readonly Option<string?> _propensity = new("--propensity") { Description = "The treatment mechanism: logistic, boosting, stack, known:COL, randomized:P.", HelpName = "P" };
    private readonly Option<string?> _outcomeModel = new("--outcome-model") { Description = "The outcome means: slearner, tlearner, boosting.", HelpName = "O" };
    private readonly Option<string?> _noise = new("--outcome-noise") { Description = "residual (default) or none (as the paper's code: conditional means).", HelpName = "N" };
    private readonly Option<string?> _preset = new("--preset") { Description = "steam-paper: every choice as the paper's code has it.", HelpName = "PRESET" };

    /// <summary>Adds the flags to a verb.</summary>
    public SynthesisOptions(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in new Option[] { _method, _generator, _propensity, _outcomeModel, _noise, _preset })
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
        parsed.GetValue(_preset));
}
