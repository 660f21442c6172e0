using System.Text.Json.Nodes;
using CausalLoom.Generators;
using CausalLoom.Generators.Ruled;
using CausalLoom.Io;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>What a generator and a method have to tell beside their rows.</summary>
internal static class SynthesisFacts
{
    /// <summary>
    /// Adds `generator_facts`; `rules`; `hybrid`; `knobs` and the exact `average_effect` of plasmodes; `knobs` and `sandbox` of a
    /// sandbox: each where there is something to tell.
    /// </summary>
    public static void AddTo(JsonObject result, IFittedSynthesizer fitted)
    {
        if (RuledModel.Within(fitted.Generator) is IReportingModel reporting)
        {
            result["generator_facts"] = reporting.Facts;
        }

        if (fitted.Generator is RuledModel ruled)
        {
            result["rules"] = ruled.RuleFacts;
        }

        if (fitted is FittedHybrid hybrid)
        {
            result["hybrid"] = hybrid.Report.ToJson();
        }

        (fitted as TunedSource)?.AddFacts(result);
        if (fitted is ISandboxModel sandbox)
        {
            SandboxKnobs knobs = sandbox.Knobs;
            result["knobs"] = new JsonObject { ["tau"] = knobs.Tau.Text, ["kappa0"] = knobs.Kappa0.Text, ["kappa1"] = knobs.Kappa1.Text,
                ["log_alpha"] = knobs.LogAlpha?.Text };
            result["sandbox"] = sandbox switch { ExactModel exact => exact.Facts.ToJson(), PenaltyModel penalty =>
                penalty.Facts.ToJson(), _ => null };
        }
    }

    /// <summary>How many rows were drawn, and where they are.</summary>
    public static string Drawn(int count, IRowSink? output) =>
        $"{count} synthetic rows{(output is null ? " drawn" : " written to " + VisibleText.Line(output.Name))}.\n";

    /// <summary>The generator's facts in one line; empty where it has none.</summary>
    public static string Line(IFittedSynthesizer fitted) => (RuledModel.Within(fitted.Generator) is IReportingModel reporting
        ? "generator: " + string.Join(", ", reporting.Facts.Where(fact => fact.Value is JsonValue)
            .Select(fact => $"{fact.Key.Replace('_', ' ')} {fact.Value!.ToJsonString()}")) + "\n"
        : string.Empty) + (fitted.Generator is RuledModel ruled
            ? $"rules kept: {CellText.List([.. ruled.Rules.Select(rule => CellText.Show(rule.Text))])}\n" : string.Empty);
}
