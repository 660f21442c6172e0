using System.CommandLine;
using System.CommandLine.Parsing;
using CausalLoom.Catalogue;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Flags that are options of a method, by the same name.</summary>
internal static class MethodFlags
{
    /// <summary>Those that were given, with their values as they were written.</summary>
    public static IEnumerable<(string Name, string Value)> Given(ParseResult parsed, IEnumerable<Option> flags) =>
        flags.Select(flag => (flag.Name[2..], Result: parsed.GetResult(flag))).Where(flag => flag.Result is { Implicit: false })
            .Select(flag => (flag.Item1, Text(flag.Result!)));

    /// <summary>The parts of a catalogue with their help, for a line of help.</summary>
    public static string Listed<T>(Catalogue<T> catalogue)
        where T : notnull => string.Join(", ", catalogue.Select(part => $"{part.Shown} ({part.Help})"));

    // A flag that takes no value says true by being there.
    private static string Text(OptionResult given) => given.Tokens is [{ Value: var text }, ..] ? text : "true";
}
