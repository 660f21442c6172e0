using System.Text.Json.Nodes;
using CausalLoom.Evaluation;
using CausalLoom.Report.Html;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>The contrast term in groups of rows.</summary>
internal static class DiagnosisCharts
{
    public static JsonObject Bands(IReadOnlyList<GroupContrast> bands)
    {
        JsonArray rows = Rows(bands.Select(Row));
        JsonObject name = Nominal("name", new JsonObject
            { ["title"] = "real propensity", ["ticks"] = false, ["labelAngle"] = 0, ["labelOverlap"] = false });
        JsonObject Y(string field) => Quantitative(field, "contrast term (outcome units)", null, zero: true, ticks: 6);
        JsonArray tip = Tooltip(("name", "propensity", null), ("real", "real rows", null), ("synthetic", "synthetic rows", null),
            ("label", "contrast", null));
        return Chart(
            200,
            Layer(Rows([new JsonObject { ["v"] = 0 }]), Mark("rule", ("color", "#9CA3AF")), new JsonObject { ["y"] = Y("v") }),
            Layer(rows, Mark("rule", ("strokeWidth", 2), ("color", SyntheticColour)), new JsonObject
                { ["x"] = name, ["y"] = Y("lo"), ["y2"] = Field("hi") }),
            Layer((JsonArray)rows.DeepClone(), Mark("point", ("filled", true), ("size", 80), ("opacity", 1), ("color", SyntheticColour)),
                new JsonObject { ["x"] = name.DeepClone(), ["y"] = Y("v"), ["tooltip"] = tip }));
    }

    private static JsonObject Row(GroupContrast band) => new()
    {
        ["name"] = band.Level,
        ["v"] = Number(band.Contrast),
        ["lo"] = Number(band.ContrastCi[0]),
        ["hi"] = Number(band.ContrastCi[1]),
        ["real"] = band.RealRows,
        ["synthetic"] = band.SyntheticRows,
        ["label"] = $"{Numbers.Short(band.Contrast)} ({Numbers.Short(band.ContrastCi[0])} to {Numbers.Short(band.ContrastCi[1])})",
    };
}
