using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Overlap;

namespace CausalLoom.Jobs;

/// <summary>The document of <see cref="AugmentJob"/>.</summary>
internal static class AugmentJson
{
    /// <summary>Everything.</summary>
    public static JsonObject Of(AugmentAnalysis analysis, long seed, double? truth, ReadFacts? read)
    {
        AugmentedData augmented = analysis.Augmented;
        JsonObject json = new()
        {
            ["version"] = Product.Version,
            ["seed"] = seed,
            ["donors"] = Donors(analysis),
            ["donor_agreement"] = DonorAgreementJson.Of(analysis.Agreement),
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
            ["estimates"] = analysis.ChosenApproach.Effects is { } chosen
                ? EstimatesJson.Of(chosen, truth is { } known ? [known] : null, read) : new JsonArray(),
            ["approaches"] = new JsonArray([.. analysis.Approaches.Select(a => (JsonNode)Approach(a, truth, read))]),
            ["warnings"] = JobJson.Texts(analysis.Warnings),
        };
        if (read is not null)
        {
            json["data"] = read.Json();
        }

        if (truth is { } value)
        {
            json["truth"] = value;
        }

        return json;
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
            ["copies"] = analysis.Pool.Copies,
            ["near_copies"] = analysis.Pool.NearCopies,
            ["rescaled"] = new JsonArray([.. analysis.Pool.Rescaled.Select(column => (JsonNode)new JsonObject
            {
                ["column"] = column.Name,
                ["factor"] = column.Factor,
                ["shift"] = column.Shift,
                ["median_data"] = column.DataMedian,
                ["median_donors"] = column.DonorMedian,
                ["text"] = column.Text,
            })]),
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

    private static JsonObject Approach(OverlapApproach approach, double? truth, ReadFacts? read)
    {
        JsonObject json = new()
        {
            ["name"] = approach.Name,
            ["population"] = approach.Population,
            ["rows"] = approach.Rows,
            ["estimates"] = approach.Effects is { } effects
                ? EstimatesJson.Of(effects, approach.KeepsPopulation && truth is { } value ? [value] : null, read) : new JsonArray(),
        };
        if (approach.Failure.Length > 0)
        {
            json["failure"] = approach.Failure;
        }

        return json;
    }
}
