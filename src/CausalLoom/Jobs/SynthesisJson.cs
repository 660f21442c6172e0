using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Methods;

namespace CausalLoom.Jobs;

/// <summary>The document of <see cref="FitJob"/> and <see cref="SynthesizeJob"/>.</summary>
internal static class SynthesisJson
{
    /// <summary>What was fitted how.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="drawn">How many rows were drawn, or null.</param>
    public static JsonObject Of(FitResult fit, int? drawn)
    {
        (LoadedData loaded, SynthesisPlan plan) = (fit.Loaded, fit.Job.Plan);
        JsonObject rows = new()
            { ["read"] = loaded.Data.Rows, ["fitted"] = fit.Split.Training.Rows, ["holdout"] = fit.Split.HoldoutRows.Count };
        if (drawn is int count)
        {
            rows["synthetic"] = count;
        }

        JsonObject result = new()
        {
            ["version"] = Product.Version,
            ["seed"] = fit.Job.Seed,
            ["method"] = plan.Method,
            ["generator"] = plan.Part("generator"),
            ["propensity"] = plan.Part("propensity"),
            ["outcome_model"] = plan.Part("outcome-model"),
            ["outcome_noise"] = plan.Part("outcome-noise"),
            ["preset"] = plan.Preset,
            ["rows"] = rows,
            ["treatment"] = Treatment(loaded.Data.TreatmentSpace),
            ["outcome"] = loaded.Data.OutcomeColumn.Name,
            ["covariates"] = JobJson.Texts(loaded.Data.Covariates.Columns.Select(c => c.Name)),
            ["training_curve"] = new JsonArray([.. fit.Synthesizer.TrainingCurve.Select(Point)]),
            ["notes"] = JobJson.Texts(loaded.Notes),
            ["warnings"] = JobJson.Texts(loaded.Warnings),
            ["data"] = ReadFacts.Of(loaded).Json(),
        };
        if (plan.SettingsJson() is { } set)
        {
            result["set"] = set;
        }

        SynthesisFacts.AddTo(result, fit.Synthesizer);
        return result;
    }

    private static JsonObject Treatment(TreatmentSpace space) => space.Levels.Count == 2
        ? new JsonObject { ["column"] = space.Name, ["control"] = space.Levels[0], ["treated"] = space.Levels[1] }
        : new JsonObject { ["column"] = space.Name, ["reference"] = space.Levels[0], ["levels"] = JobJson.Texts(space.Levels) };

    private static JsonObject Point(TrainingPoint point) => new()
    {
        ["epoch"] = point.Epoch,
        ["training"] = Finite(point.Training),
        ["validation"] = Finite(point.Validation),
    };

    private static JsonValue? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
