using System.Text.Json.Nodes;
using CausalLoom.Overlap.Agreement;

namespace CausalLoom.Jobs;

/// <summary>The block `donor_agreement` of <see cref="AugmentJob"/>'s document.</summary>
internal static class DonorAgreementJson
{
    /// <summary>The verdict, the first difference in full, all that were found, and what was compared in each arm.</summary>
    public static JsonObject Of(DonorAgreement agreement)
    {
        JsonObject json = new()
        {
            ["verdict"] = Name(agreement.Verdict),
            ["p"] = agreement.P,
            ["level"] = DonorAgreement.Level,
            ["arms"] = new JsonArray([.. agreement.Arms.Select(arm => (JsonNode)Arm(arm))]),
            ["found"] = new JsonArray([.. agreement.Found.Select(found => (JsonNode)Difference(found))]),
        };
        if (agreement.Found.Count > 0)
        {
            json["kind"] = Name(agreement.Found[0].Kind);
            json["arm"] = agreement.Found[0].Arm ?? "all";
            json["size"] = agreement.Found[0].Size;
        }

        if (agreement.Warning.Length > 0)
        {
            json["text"] = agreement.Warning;
        }

        return json;
    }

    /// <summary>agree, differ, cannot_tell, not_applicable.</summary>
    public static string Name(AgreementVerdict verdict) => verdict switch
    {
        AgreementVerdict.Agree => "agree",
        AgreementVerdict.Differ => "differ",
        AgreementVerdict.CannotTell => "cannot_tell",
        _ => "not_applicable",
    };

    private static string Name(DisagreementKind kind) => kind switch
    {
        DisagreementKind.Mean => "mean",
        DisagreementKind.Slope => "slope",
        DisagreementKind.Spread => "spread",
        DisagreementKind.Value => "value",
        _ => "shape",
    };

    private static JsonObject Arm(ArmAgreement arm)
    {
        JsonObject json = new()
        {
            ["arm"] = arm.Arm,
            ["verdict"] = Name(arm.Verdict),
            ["data_rows"] = arm.DataRows,
            ["donor_rows"] = arm.DonorRows,
        };
        if (arm.Largest is { } largest)
        {
            json["largest"] = Difference(largest);
        }

        return json;
    }

    private static JsonObject Difference(Disagreement found)
    {
        JsonObject json = new()
        {
            ["arm"] = found.Arm ?? "all",
            ["kind"] = Name(found.Kind),
            ["size"] = found.Size,
            ["z"] = found.Z,
            ["p"] = found.P,
            ["text"] = found.Text,
        };
        if (found.Of.Length > 0)
        {
            json["of"] = found.Of;
        }

        return json;
    }
}
