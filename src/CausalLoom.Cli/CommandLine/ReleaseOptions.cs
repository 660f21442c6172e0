using System.CommandLine;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags of what is written beside released rows.</summary>
public sealed class ReleaseOptions
{
    private readonly Option<string?> _release;
    private readonly Option<string> _nuisance = new("--release-nuisance") { Description = "Propensity and outcome models by which the "
        + "release file knows the real rows' effect, as of `estimate --nuisance`.", HelpName = "N", DefaultValueFactory = _ => "stack" };

    /// <summary>Adds the flags to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="whose">Whose analyst is served, such as "the rows".</param>
    public ReleaseOptions(Command command, string whose)
    {
        ArgumentNullException.ThrowIfNull(command);
        _release = new("--release") { Description = $"Also writes what an analyst of {whose} needs to speak of the population: "
            + "`estimate --release`.", HelpName = "FILE.json" };
        command.Options.Add(_release);
        command.Options.Add(_nuisance);
    }

    /// <summary>Where the file goes, or null.</summary>
    public string? Path(ParseResult parsed) => parsed.GetValue(_release);

    /// <summary>The name of the nuisances.</summary>
    /// <exception cref="CausalLoomException">They are named and no file is asked for.</exception>
    public string Nuisance(ParseResult parsed)
    {
        string name = parsed.GetRequiredValue(_nuisance);
        return Path(parsed) is null && parsed.GetResult(_nuisance) is { Implicit: false }
            ? throw new CausalLoomException($"{_nuisance.Name} has no meaning without --release: leave it out.") : name;
    }
}
