using System.Text.Json.Nodes;
using CausalLoom.Jobs;
using CausalLoom.Numerics.Statistics;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>Shares of intervals over worlds, an analysis below the other.</summary>
internal static class CertifyCharts
{
    /// <summary>Points with bars of ±1.96 Monte-Carlo standard errors.</summary>
    /// <param name="lines">Those with intervals.</param>
    /// <param name="share">Which share, 0 to 1.</param>
    /// <param name="target">Where it should be, or null.</param>
    /// <param name="title">The axis' title.</param>
    public static JsonObject Shares(IReadOnlyList<ReleasePerformance> lines, Func<ReleasePerformance, double> share, double? target,
        string title)
    {
        JsonObject name = Nominal("name", new JsonObject
            { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 260, ["labelExpr"] = "split(datum.label, '|')" });
        JsonObject X(string field) => Quantitative(field, title, ".0%", Domain(0, 1));
        JsonObject Colour() => new()
        {
            ["field"] = "kind", ["type"] = "nominal", ["legend"] = null,
            ["scale"] = new JsonObject { ["domain"] = Strings(["real", "other"]), ["range"] = Strings([RealColour, SyntheticColour]) },
        };
        bool several = lines.Select(line => (line.Estimator, line.Level, line.Reference)).Distinct().Count() > 1;
        JsonArray Values() => Rows(lines.Select(line =>
        {
            double value = share(line), half = StandardNormal.Quantile975 * line.Error(value);
            return new JsonObject
            {
                ["name"] = CertifyResult.Named(line.Analysis)
                    + (several ? $"|{line.Estimator}, {line.Level} − {line.Reference}" : string.Empty),
                ["kind"] = line.Analysis == "real" ? "real" : "other",
                ["v"] = Number(value),
                ["se"] = Number(line.Error(value)),
                ["lo"] = Number(Math.Max(0, value - half)),
                ["hi"] = Number(Math.Min(1, value + half)),
            };
        }));
        List<JsonObject> layers =
        [
            Layer(Values(), Mark("rule", ("strokeWidth", 2.5)), new JsonObject
                { ["y"] = name, ["x"] = X("lo"), ["x2"] = Field("hi"), ["color"] = Colour() }),
            Layer(Values(), Mark("point", ("filled", true), ("size", 90), ("opacity", 1)), new JsonObject
            {
                ["y"] = name.DeepClone(), ["x"] = X("v"), ["color"] = Colour(),
                ["tooltip"] = Tooltip(("name", "interval from", null), ("v", title, ".3f"), ("se", "Monte-Carlo SE", ".3f")),
            }),
        ];
        if (target is { } at)
        {
            layers.Insert(0, Layer(Rows([new JsonObject { ["v"] = at }]), Mark("rule", ("color", Neutral),
                ("strokeDash", new JsonArray(6, 3))), new JsonObject { ["x"] = X("v") }));
        }

        return Chart(40 * Math.Max(2, lines.Count), [.. layers]);
    }
}
