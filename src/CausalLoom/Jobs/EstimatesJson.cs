using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Jobs;

/// <summary>`estimates.json` (docs/files.md).</summary>
internal static class EstimatesJson
{
    /// <summary>One object an estimator.</summary>
    public static JsonArray Of(AverageEffects effects, double? truth) =>
        [.. effects.Effects.Select(e => (JsonNode)One(e, effects.Overlap, truth))];

    private static JsonObject One(AverageEffect e, OverlapDiagnostics o, double? truth)
    {
        JsonObject json = new()
        {
            ["estimator"] = e.Estimator,
            ["estimand"] = e.Estimand,
            ["estimate"] = e.Estimate,
            ["se"] = e.Se,
            ["ci"] = new JsonArray(e.Lower, e.Upper),
            ["n"] = e.Rows,
            ["ess"] = e.EffectiveSampleSize,
            ["clipped"] = e.Clipped,
            ["overlap"] = o.ShareInside,
            ["imbalance_before"] = o.ImbalanceBefore,
            ["imbalance_after"] = o.ImbalanceAfter,
            ["warnings"] = JobJson.Texts(e.Warnings),
        };
        if (truth is { } value)
        {
            json["truth"] = value;
            json["bias"] = e.Estimate - value;
            json["covered"] = e.Lower <= value && value <= e.Upper;
        }

        return json;
    }
}
