using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Jobs;

/// <summary>`estimates.json` (docs/files.md).</summary>
internal static class EstimatesJson
{
    /// <summary>
    /// One object an estimate. Of more than two levels, or on another scale than the difference, it says which levels are compared how.
    /// </summary>
    public static JsonArray Of(AverageEffects effects, IReadOnlyList<double>? truth) =>
        [.. effects.Effects.Select((e, i) => (JsonNode)One(
            e, effects.Overlaps[i % effects.Overlaps.Count], truth?[i % effects.Overlaps.Count], effects.Nuisances.Levels > 2))];

    private static JsonObject One(AverageEffect e, OverlapDiagnostics o, double? truth, bool many)
    {
        JsonObject json = new() { ["estimator"] = e.Estimator, ["estimand"] = e.Estimand };
        if (many || e.Scale != EffectScale.Difference)
        {
            json["level"] = e.Level;
            json["reference"] = e.Reference;
            json["scale"] = e.Scale.Name();
        }

        json["estimate"] = e.Estimate;
        json["se"] = e.Se;
        json["ci"] = new JsonArray(e.Lower, e.Upper);
        if (e.Simultaneous is { } all)
        {
            json["ci_simultaneous"] = new JsonArray(all.Lower, all.Upper);
        }

        json["n"] = e.Rows;
        json["ess"] = e.EffectiveSampleSize;
        json["clipped"] = e.Clipped;
        json["overlap"] = o.ShareInside;
        json["imbalance_before"] = o.ImbalanceBefore;
        json["imbalance_after"] = o.ImbalanceAfter;
        json["warnings"] = JobJson.Texts(e.Warnings);
        if (truth is { } value)
        {
            json["truth"] = value;
            json["bias"] = e.Estimate - value;
            json["covered"] = e.Lower <= value && value <= e.Upper;
        }

        return json;
    }
}
