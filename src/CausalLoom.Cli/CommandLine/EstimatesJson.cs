using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Cli.CommandLine;

/// <summary>`estimates.json` (docs/files.md), and the same as text.</summary>
public static class EstimatesJson
{
    /// <summary>One object an estimator.</summary>
    public static JsonArray Of(AverageEffects effects, double? truth)
    {
        ArgumentNullException.ThrowIfNull(effects);
        return [.. effects.Effects.Select(e => (JsonNode)One(e, effects.Overlap, truth))];
    }

    /// <summary>A table for a person, with warnings below it.</summary>
    public static string Text(AverageEffects effects, double? truth)
    {
        ArgumentNullException.ThrowIfNull(effects);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{"estimator",-10} {"estimate",12} {"SE",12}   95 % interval\n");
        foreach (AverageEffect e in effects.Effects)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{e.Estimator,-10} {e.Estimate,12:G5} {e.Se,12:G4}   {e.Lower:G5} to {e.Upper:G5}\n");
        }

        OverlapDiagnostics o = effects.Overlap;
        text.Append(CultureInfo.InvariantCulture,
            $"{effects.Effects[0].Estimand.ToUpperInvariant()}, {effects.Effects[0].Rows} rows, effective {o.EffectiveSampleSize:0}; "
            + $"propensities {o.Lowest:0.000} to {o.Highest:0.000}, {100 * o.ShareInside:0} % in [.05, .95], {o.Clipped} clipped; largest "
            + $"imbalance {o.ImbalanceBefore:0.00} before and {o.ImbalanceAfter:0.00} after weighting\n");
        if (truth is { } value)
        {
            text.Append(CultureInfo.InvariantCulture, $"true effect {value:G5}\n");
        }

        foreach (string warning in effects.Effects.SelectMany(e => e.Warnings).Distinct())
        {
            text.Append("warning: ").Append(warning).Append('\n');
        }

        return text.ToString();
    }

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
            ["warnings"] = new JsonArray([.. e.Warnings.Select(w => (JsonNode)w)]),
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
