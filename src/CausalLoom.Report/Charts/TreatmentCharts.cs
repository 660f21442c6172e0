using System.Text.Json.Nodes;
using CausalLoom.Evaluation;
using CausalLoom.Report.Html;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>Propensity overlap and where the treatment score lies between its two references.</summary>
internal static class TreatmentCharts
{
    /// <summary>Mirrored histograms: treated rows above the line, control rows below; real filled, synthetic outlined.</summary>
    public static JsonObject Overlap(PropensityHistogram real, PropensityHistogram synthetic, string treatedLevel, string controlLevel) =>
        Mirrored(real, synthetic, ("treated", $"treated ({treatedLevel}) ↑"), ("control", $"control ({controlLevel}) ↓"));

    /// <summary>The same of one of many levels: its rows above the line, all others below.</summary>
    public static JsonObject OfLevel(PropensityHistogram real, PropensityHistogram synthetic, string level) =>
        Mirrored(real, synthetic, (level, $"{level} ↑"), ("other", "all others ↓"));

    private static JsonObject Mirrored(PropensityHistogram real, PropensityHistogram synthetic, (string Rows, string Caption) above,
        (string Rows, string Caption) below)
    {
        double[] edges = PropensityHistogram.Bins.Edges;
        double top = new[] { real.Treated, real.Control, synthetic.Treated, synthetic.Control }.Max(shares => shares.Max()) * 1.3;
        return Chart(
            260,
            Bars(edges, real.Treated, 1, top, above.Rows),
            Bars(edges, real.Control, -1, top, below.Rows),
            MarginCharts.Outline(edges, synthetic.Treated, "share"),
            MarginCharts.Outline(edges, synthetic.Control, "share", sign: -1),
            Thresholds(),
            Caption(above.Caption, 8),
            Caption(below.Caption, 252));
    }

    /// <summary>Mirrored histograms of one data set.</summary>
    public static JsonObject Overlap(PropensityHistogram propensities, string treatedLevel, string controlLevel, bool two = true)
    {
        double[] edges = PropensityHistogram.Bins.Edges;
        double top = Math.Max(propensities.Treated.Max(), propensities.Control.Max()) * 1.3;
        return Chart(
            260,
            Bars(edges, propensities.Treated, 1, top, "treated"),
            Bars(edges, propensities.Control, -1, top, "control"),
            Thresholds(),
            Caption(two ? $"treated ({treatedLevel}) ↑" : $"{treatedLevel} ↑", 8),
            Caption(two ? $"control ({controlLevel}) ↓" : $"{controlLevel} ↓", 252));
    }

    /// <summary>Null, synthetic and oracle on one line; the band between null and oracle is the range that can be told apart.</summary>
    public static JsonObject NumberLine(TreatmentMetrics treatment)
    {
        (string Name, double Value, string Colour)[] points =
        [
            ("oracle (bootstrap of real)", treatment.Oracle, RealColour),
            ("synthetic", treatment.Score, SyntheticColour),
            ("null (W without regard to X)", treatment.Null, Neutral),
        ];
        double[] values = [.. points.Select(p => p.Value).Where(double.IsFinite).DefaultIfEmpty(0)];
        double margin = Math.Max(.01, (values.Max() - values.Min()) * .25);
        JsonArray domain = Domain(values.Min() - margin, Math.Min(1.005, values.Max() + margin));
        JsonArray rows = Rows(points.Select(p => new JsonObject
        {
            ["name"] = p.Name,
            ["v"] = Number(p.Value),
            ["colour"] = p.Colour,
            ["label"] = Numbers.Short(p.Value),
        }));
        JsonArray band = Rows([new JsonObject
            { ["lo"] = Number(Math.Min(treatment.Null, treatment.Oracle)), ["hi"] = Number(Math.Max(treatment.Null, treatment.Oracle)) }]);
        JsonObject X(string field) =>
            Quantitative(field, "score (flexible propensity); right is better", ".3~f", (JsonArray)domain.DeepClone(), zero: false);
        JsonObject name = Nominal("name", new JsonObject { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 190 });
        JsonObject colour = new() { ["field"] = "colour", ["type"] = "nominal", ["scale"] = null };
        return Chart(
            132,
            Layer(band, Mark("rect", ("color", RealColour), ("opacity", .1)), new JsonObject { ["x"] = X("lo"), ["x2"] = Field("hi") }),
            Layer(rows, Mark("point", ("filled", true), ("size", 110), ("opacity", 1)), new JsonObject
                { ["x"] = X("v"), ["y"] = name, ["color"] = colour }),
            Layer((JsonArray)rows.DeepClone(), Mark("text", ("dy", -13)), new JsonObject
                { ["x"] = X("v"), ["y"] = name.DeepClone(), ["text"] = Field("label") }));
    }

    private static JsonObject Bars(double[] edges, double[] shares, int sign, double top, string arm)
    {
        JsonArray rows = Rows(shares.Select((share, k) => new JsonObject
        {
            ["lo"] = Number(edges[k]),
            ["hi"] = Number(edges[k + 1]),
            ["share"] = Number(sign * share),
            ["of"] = Number(share),
        }));
        JsonObject y = Quantitative("share", "share of the arm", null, Domain(-top, top), ticks: 6);
        y["axis"]!["labelExpr"] = "format(abs(datum.value), '.0%')";
        return Layer(rows, Mark("bar", ("color", RealColour), ("opacity", .4), ("binSpacing", 0)), new JsonObject
        {
            ["x"] = Bins("lo", "propensity: estimated probability of treatment given X", ".1f", Domain(0, 1), ticks: 10),
            ["x2"] = Field("hi"),
            ["y"] = y,
            ["tooltip"] = Tooltip(("lo", "from", ".2f"), ("hi", "to", ".2f"), ("of", $"real {arm} rows", ".1%")),
        });
    }

    private static JsonObject Thresholds() => Layer(
        Rows([new JsonObject { ["x"] = .05 }, new JsonObject { ["x"] = .95 }]),
        Mark("rule", ("color", Neutral), ("strokeDash", new JsonArray(3, 3))),
        new JsonObject { ["x"] = new JsonObject { ["field"] = "x", ["type"] = "quantitative" } });

    private static JsonObject Caption(string text, int y) => Layer(
        Rows([new JsonObject { ["t"] = text }]),
        Mark("text", ("align", "left"), ("fontWeight", "bold"), ("limit", 300)),
        new JsonObject
        {
            ["text"] = Field("t"),
            ["x"] = new JsonObject { ["value"] = 42 },
            ["y"] = new JsonObject { ["value"] = y },
        });
}
