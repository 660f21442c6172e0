using System.Text.Json.Nodes;
using CausalLoom.Generators;
using CausalLoom.Generators.Server;
using CausalLoom.Methods;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>What a generator has to say on standard error: that rows leave this machine, and what came of it.</summary>
public static class GeneratorWords
{
    /// <summary>Warns before any work is done, so that there is time to stop it, that rows of the data will be sent away.</summary>
    public static void Warn(SynthesisPlan plan, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(surroundings);
        if (plan.Generator is IServedGenerator served)
        {
            surroundings.Error.WriteLine(served.Warning);
        }
    }

    /// <summary>Says the generator's facts in one line, where it has any.</summary>
    public static void SayFacts(IFittedSynthesizer fitted, RunOptions run, System.CommandLine.ParseResult parsed, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(run);
        if (fitted.Generator is IReportingModel reporting)
        {
            IEnumerable<string> facts = reporting.Facts.Where(fact => fact.Value is JsonValue)
                .Select(fact => $"{fact.Key.Replace('_', ' ')} {fact.Value!.ToJsonString()}");
            run.Say(parsed, surroundings, "generator: " + string.Join(", ", facts));
        }
    }
}
