using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Methods;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The `--json` of `synthesize` and `fit`: what was fitted how, with the training curve. No clock time.</summary>
public static class SynthesisJson
{
    /// <summary>The result as JSON.</summary>
    public static JsonObject Of(IFittedSynthesizer fitted, SynthesisPlan plan, long seed, HoldoutSplit split, int? drawn,
        LoadedData loaded)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(loaded);
        JsonObject rows = new() { ["read"] = loaded.Data.Rows, ["fitted"] = split.Training.Rows, ["holdout"] = split.HoldoutRows.Length };
        if (drawn is int count)
        {
            rows["synthetic"] = count;
        }

        JsonObject result = new()
        {
            ["version"] = Product.Version,
            ["seed"] = seed,
            ["method"] = plan.Method,
            ["generator"] = plan.Part("generator"),
            ["propensity"] = plan.Part("propensity"),
            ["outcome_model"] = plan.Part("outcome-model"),
            ["outcome_noise"] = plan.Part("outcome-noise"),
            ["preset"] = plan.Preset,
            ["rows"] = rows,
            ["treatment"] = new JsonObject { ["column"] = loaded.Data.TreatmentSpace.Name,
                ["control"] = loaded.Data.TreatmentSpace.Levels[0], ["treated"] = loaded.Data.TreatmentSpace.Levels[1] },
            ["outcome"] = loaded.Data.OutcomeColumn.Name,
            ["covariates"] = new JsonArray([.. loaded.Data.Covariates.Columns.Select(c => JsonValue.Create(c.Name))]),
            ["training_curve"] = new JsonArray([.. fitted.TrainingCurve.Select(Point)]),
            ["notes"] = new JsonArray([.. loaded.Notes.Select(note => JsonValue.Create(note))]),
            ["warnings"] = new JsonArray([.. loaded.Warnings.Select(warning => JsonValue.Create(warning))]),
        };
        if (plan.SettingsJson() is { } set)
        {
            result["set"] = set;
        }

        AddFacts(result, fitted);
        return result;
    }

    /// <summary>
    /// Adds what the generator (`generator_facts`) and the method have to tell beside the rows, where they have something: `hybrid`;
    /// `knobs`
    /// and the exact `average_effect` of plasmodes; `knobs` and `sandbox` of a sandbox.
    /// </summary>
    public static void AddFacts(JsonObject result, IFittedSynthesizer fitted)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(fitted);
        if (fitted.Generator is IReportingModel reporting)
        {
            result["generator_facts"] = reporting.Facts;
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

    private static JsonObject Point(TrainingPoint point) => new()
    {
        ["epoch"] = point.Epoch,
        ["training"] = Finite(point.Training),
        ["validation"] = Finite(point.Validation),
    };

    private static JsonValue? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
