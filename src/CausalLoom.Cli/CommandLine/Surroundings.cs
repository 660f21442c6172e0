namespace CausalLoom.Cli.CommandLine;

/// <summary>What a verb may use of the outside: writers, the arguments as given, and a note of the step it is at.</summary>
/// <param name="Output">Where results go.</param>
/// <param name="Error">Where everything else goes.</param>
/// <param name="Arguments">The arguments after `causalloom`, for the report's "what was run".</param>
public sealed record Surroundings(TextWriter Output, TextWriter Error, IReadOnlyList<string> Arguments)
{
    /// <summary>The step at hand, for the message where the work fails.</summary>
    public string Step { get; set; } = "starting";
}
