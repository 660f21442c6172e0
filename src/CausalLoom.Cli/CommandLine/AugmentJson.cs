using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;
using CausalLoom.Overlap;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The result of `augment`, and the same as text.</summary>
public static class AugmentJson
{
    /// <summary>Everything.</summary>
    public static JsonObject Of(AugmentAnalysis analysis, long seed, double? truth)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        AugmentedData augmented = analysis.Augmented;
        JsonObject json = new()
        {
            ["version"] = Product.Version,
            ["seed"] = seed,
            ["donors"] = Donors(analysis),
            ["extremes"] = Extremes(augmented),
            ["augmented"] = new JsonObject
            {
                ["original"] = augmented.Original,
                ["added"] = augmented.Added,
                ["alpha"] = augmented.Alpha,
                ["mean_distance"] = augmented.Added == 0 ? null : augmented.Matches.Average(m => m.Distance),
                ["largest_distance"] = augmented.Added == 0 ? null : augmented.Matches.Max(m => m.Distance),
                ["caliper"] = analysis.Options.Augment.Caliper,
            },
            ["ess"] = new JsonObject { ["before"] = analysis.EssBefore, ["after"] = analysis.EssAfter },
            ["overlap"] = new JsonObject { ["before"] = analysis.InsideBefore, ["after"] = analysis.InsideAfter },
            ["covariate_shift"] = new JsonArray([.. analysis.Shift.Select(s =>
                (JsonNode)new JsonObject { ["feature"] = s.Feature, ["augmented"] = s.Augmented, ["added"] = s.Added })]),
            ["effect_shift"] = new JsonObject { ["original"] = analysis.EffectOriginal, ["augmented"] = analysis.EffectAugmented,
                ["difference"] = analysis.EffectAugmented - analysis.EffectOriginal },
            ["averaging"] = analysis.Chosen,
            ["estimates"] = analysis.ChosenApproach.Effects is { } chosen ? EstimatesJson.Of(chosen, truth) : new JsonArray(),
            ["approaches"] = new JsonArray([.. analysis.Approaches.Select(a => (JsonNode)Approach(a, truth))]),
            ["warnings"] = new JsonArray([.. analysis.Warnings.Select(w => (JsonNode)w)]),
        };
        if (truth is { } value)
        {
            json["truth"] = value;
        }

        return json;
    }

    /// <summary>A table for a person, with warnings below it.</summary>
    public static string Text(AugmentAnalysis analysis, double? truth)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        AugmentedData a = analysis.Augmented;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{a.Added} rows added to {a.Original} (alpha {a.Alpha:0.###}); donors: "
            + $"{analysis.Pool.Origin.Name()}, {analysis.Pool.Data.Rows} rows; {a.Extremes.Count} extreme rows ({a.Extremes.Low.Length} "
            + $"low, {a.Extremes.High.Length} high), {a.Unmatched.Count} without donor\n");
        text.Append(CultureInfo.InvariantCulture, $"effective rows {analysis.EssBefore:0} before, {analysis.EssAfter:0} after; "
            + $"propensities in [.05, .95] {100 * analysis.InsideBefore:0} % before, {100 * analysis.InsideAfter:0} % after\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{"approach",-16} {"estimator",-10} {"estimate",12} {"SE",12}   95 % interval\n");
        foreach (OverlapApproach approach in analysis.Approaches)
        {
            text.Append(approach.Effects is null ? string.Create(CultureInfo.InvariantCulture, $"{approach.Name,-16} {approach.Failure}\n")
                : string.Empty);
            foreach (AverageEffect e in approach.Effects?.Effects ?? [])
            {
                text.Append(CultureInfo.InvariantCulture, $"{approach.Name,-16} {e.Estimator,-10} {e.Estimate,12:G5} {e.Se,12:G4}   "
                    + $"{e.Lower:G5} to {e.Upper:G5}{(approach.Name == analysis.Chosen ? " *" : string.Empty)}\n");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"* as asked for. All original rows: none, fit-only, transport; other populations: "
            + $"{string.Join("; ", analysis.Approaches.Where(x => !x.KeepsPopulation).Select(x => x.Name + ", " + x.Population))}\n");
        text.Append(truth is { } value ? string.Create(CultureInfo.InvariantCulture, $"true effect among the original rows {value:G5}\n")
            : string.Empty);
        foreach (string warning in analysis.Warnings)
        {
            text.Append("warning: ").Append(warning).Append('\n');
        }

        return text.ToString();
    }

    private static JsonObject Donors(AugmentAnalysis analysis)
    {
        AugmentOptions how = analysis.Options.Augment;
        return new JsonObject
        {
            ["origin"] = analysis.Pool.Origin.Name(),
            ["rows"] = analysis.Pool.Data.Rows,
            ["treated"] = analysis.Pool.Data.Treated,
            ["variant"] = how.Variant.Name(),
            ["flip"] = how.Flip,
        };
    }

    private static JsonObject Extremes(AugmentedData augmented) => new()
    {
        ["lower"] = augmented.Extremes.Lower,
        ["upper"] = augmented.Extremes.Upper,
        ["low"] = augmented.Extremes.Low.Length,
        ["high"] = augmented.Extremes.High.Length,
        ["matched"] = augmented.Added,
        ["without_donor"] = augmented.Unmatched.Count,
    };

    private static JsonObject Approach(OverlapApproach approach, double? truth)
    {
        JsonObject json = new()
        {
            ["name"] = approach.Name,
            ["population"] = approach.Population,
            ["rows"] = approach.Rows,
            ["estimates"] = approach.Effects is { } effects ? EstimatesJson.Of(effects, approach.KeepsPopulation ? truth : null)
                : new JsonArray(),
        };
        if (approach.Failure.Length > 0)
        {
            json["failure"] = approach.Failure;
        }

        return json;
    }
}
