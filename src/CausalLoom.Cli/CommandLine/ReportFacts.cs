using System.Globalization;
using CausalLoom.Jobs;
using CausalLoom.Report;
using CausalLoom.Methods;

namespace CausalLoom.Cli.CommandLine;

/// <summary>What the report says was run.</summary>
public static class ReportFacts
{
    private static readonly string[] Expressions = ["--tau", "--kappa0", "--kappa1", "--log-alpha", "--where"];

    /// <summary>The facts of an evaluation.</summary>
    public static RunFacts ForEvaluation(Surroundings surroundings, string real, string synthetic, string? preset, EvaluateJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        List<KeyValuePair<string, string>> facts =
        [
            new("embeddings", job.Options.Embeddings.ToString(CultureInfo.InvariantCulture)),
            new("repeats", job.Options.Repeats.ToString(CultureInfo.InvariantCulture)),
            new("preset", preset ?? "none"),
        ];
        return new RunFacts(CommandLine(surroundings), Path.GetFileName(real), Path.GetFileName(synthetic), Product.Version, job.Seed,
            null, null, facts);
    }

    /// <summary>The facts of a synthesis and its evaluation.</summary>
    public static RunFacts ForSynthesis(Surroundings surroundings, string real, string synthetic, long seed, SynthesisPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<KeyValuePair<string, string>> facts = [];
        Add(facts, "propensity", plan.Part("propensity"));
        Add(facts, "outcome model", plan.Part("outcome-model"));
        Add(facts, "outcome noise", plan.Part("outcome-noise"));
        Add(facts, "preset", plan.Preset);
        facts.AddRange(Set(plan));
        return new RunFacts(CommandLine(surroundings), Path.GetFileName(real), Path.GetFileName(synthetic), Product.Version, seed,
            plan.Method, plan.Part("generator"), facts);
    }

    /// <summary>The facts of a sandbox.</summary>
    public static RunFacts ForSandbox(Surroundings surroundings, string real, string synthetic, SandboxResult found)
    {
        ArgumentNullException.ThrowIfNull(found);
        SynthesisPlan plan = found.Job.Plan;
        string mode = plan.Sandbox!.Mode.ToString().ToLowerInvariant();
        return new RunFacts(CommandLine(surroundings), Path.GetFileName(real), Path.GetFileName(synthetic), Product.Version, found.Job.Seed,
            found.Fit.Model.Method, plan.Part("generator"),
            [new("Mode", plan.Preset is { } preset ? $"{mode}, {preset}" : mode),
                new("Generator of the covariates", plan.Part("generator")!), .. Set(plan)]);
    }

    /// <summary>What was set by name.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Set(SynthesisPlan plan) =>
        plan.Settings.Select(setting => new KeyValuePair<string, string>(setting.Name, setting.Value));

    private static void Add(List<KeyValuePair<string, string>> facts, string name, string? value)
    {
        if (value is not null)
        {
            facts.Add(new(name, value));
        }
    }

    // File names only: a report travels, and the folders of the machine it was made on are nobody's business.
    internal static string CommandLine(Surroundings surroundings)
    {
        IReadOnlyList<string> arguments = surroundings.Arguments;
        return "causalloom " + string.Join(' ',
            arguments.Select((argument, i) => Quoted(Shown(argument, i > 0 ? arguments[i - 1] : string.Empty))));
    }

    // A slash in an expression or an address is no folder.
    private static string Shown(string argument, string before)
    {
        if (Array.Exists(Expressions, flag => before == flag || argument.StartsWith(flag + "=", StringComparison.Ordinal))
            || argument.Contains("://", StringComparison.Ordinal))
        {
            return argument;
        }

        int value = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        return argument[..value] + (argument.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? Path.GetFileName(argument[value..]) : argument[value..]);
    }

    // As a POSIX shell reads it, so that the line can be pasted.
    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsLetterOrDigit(c) || "-_.,:=/+@%".Contains(c, StringComparison.Ordinal))
        ? argument
        : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
