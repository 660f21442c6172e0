using System.Globalization;
using CausalLoom.Evaluation;
using CausalLoom.Report;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>What the report says was run.</summary>
public static class ReportFacts
{
    /// <summary>The facts of an evaluation.</summary>
    public static RunFacts ForEvaluation(Surroundings surroundings, string real, string synthetic, long seed, string? preset, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<KeyValuePair<string, string>> facts =
        [
            new("embeddings", options.Embeddings.ToString(CultureInfo.InvariantCulture)),
            new("repeats", options.Repeats.ToString(CultureInfo.InvariantCulture)),
            new("preset", preset ?? "none"),
        ];
        return new RunFacts(CommandLine(surroundings), Path.GetFileName(real), Path.GetFileName(synthetic), Product.Version, seed, null, null, facts);
    }

    /// <summary>The facts of a synthesis and its evaluation.</summary>
    public static RunFacts ForSynthesis(Surroundings surroundings, string real, string synthetic, long seed, SynthesisRequest resolved)
    {
        ArgumentNullException.ThrowIfNull(resolved);
        List<KeyValuePair<string, string>> facts = [];
        Add(facts, "propensity", resolved.Propensity);
        Add(facts, "outcome model", resolved.OutcomeModel);
        Add(facts, "outcome noise", resolved.Noise);
        Add(facts, "preset", resolved.Preset);
        return new RunFacts(CommandLine(surroundings), Path.GetFileName(real), Path.GetFileName(synthetic), Product.Version, seed, resolved.Method, resolved.Generator, facts);
    }

    private static void Add(List<KeyValuePair<string, string>> facts, string name, string? value)
    {
        if (value is not null)
        {
            facts.Add(new(name, value));
        }
    }

    // File names only: a report travels, and the folders of the machine it was made on are nobody's business.
    internal static string CommandLine(Surroundings surroundings) => "causalloom " + string.Join(' ', surroundings.Arguments.Select(Shown));

    private static string Shown(string argument) => argument.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) && !argument.Contains(' ', StringComparison.Ordinal)
        ? Path.GetFileName(argument)
        : argument;
}
