using System.Buffers;
using System.CommandLine;

namespace CausalLoom.Cli.CommandLine;

/// <summary>How the command line spells the options that the library names: ‹method steam› is --method steam.</summary>
public sealed class OptionSpelling
{
    private static readonly SearchValues<char> ForAShell = SearchValues.Create(" <>|&;*?()[]{}$!#~`'\"\\");
    private readonly HashSet<string> _known;

    private OptionSpelling(HashSet<string> known) => _known = known;

    /// <summary>The spelling of a tool's options, those of all its verbs.</summary>
    public static OptionSpelling Of(Command tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return new OptionSpelling([.. Verbs(tool).SelectMany(verb => verb.Options).Select(option => option.Name)]);
    }

    /// <summary>A text with its options spelt. What only looks like an option, such as a column called ‹age›, is left alone.</summary>
    public string Spell(string text) => OptionNames.Spell(text, (name, value, found) => !_known.Contains("--" + name) ? found
        : value.Length == 0 ? "--" + name
        : value.StartsWith("--", StringComparison.Ordinal) ? $"--{name}={value}"
        : $"--{name} {Quoted(value)}");

    // As a POSIX shell takes it for one word.
    private static string Quoted(string value) => !value.AsSpan().ContainsAny(ForAShell) ? value
        : "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static IEnumerable<Command> Verbs(Command command) => command.Subcommands.SelectMany(Verbs).Prepend(command);
}
