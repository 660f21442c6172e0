using System.Text.Json.Nodes;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>Margins: the real side filled, the synthetic side as an outline over it.</summary>
internal static class MarginCharts
{
    private const int NumberHeight = 130;
    private const int TallHeight = 230;
    private const int TallLevelHeight = 44;
    private const int LevelHeight = 22;

    /// <summary>The chart; <paramref name="tall"/> for one that stands beside larger charts.</summary>
    public static JsonObject Of(Margin margin, bool tall = false) => margin switch
    {
        NumberMargin numbers => OfNumbers(numbers, tall ? TallHeight : NumberHeight),
        LevelMargin levels => OfLevels(levels, tall ? TallLevelHeight : LevelHeight),
        _ => throw new ArgumentOutOfRangeException(nameof(margin)),
    };

    private static JsonObject OfNumbers(NumberMargin margin, int height)
    {
        double[] edges = margin.Bins.Edges;
        JsonArray bins = Rows(Enumerable.Range(0, margin.Bins.Count).Select(k => new JsonObject
        {
            ["lo"] = Number(edges[k]),
            ["hi"] = Number(edges[k + 1]),
            ["r"] = Number(margin.RealShares[k]),
            ["s"] = Number(margin.SyntheticShares[k]),
        }));
        JsonArray tooltip = Tooltip(("lo", "from", ".4~g"), ("hi", "to", ".4~g"), ("r", "real", ".1%"), ("s", "synthetic", ".1%"));
        JsonObject x = Bins("lo", null, margin.Bins.TickFormat, Domain(edges[0], edges[^1]), ticks: 5);
        return Chart(
            height,
            Layer(bins, Mark("bar", ("color", RealColour), ("opacity", .4), ("binSpacing", 0)), new JsonObject
            {
                ["x"] = x,
                ["x2"] = Field("hi"),
                ["y"] = Quantitative("r", null, ".0%", ticks: 4),
                ["tooltip"] = tooltip,
            }),
            Outline(edges, margin.SyntheticShares, "s"));
    }

    /// <summary>A histogram as one stepped line that starts and ends on the axis.</summary>
    public static JsonObject Outline(double[] edges, double[] shares, string field, int sign = 1)
    {
        IEnumerable<(double X, double Y)> corners = [(edges[0], 0), .. shares.Select((share, k) => (edges[k], share)),
            (edges[^1], shares[^1]), (edges[^1], 0)];
        JsonArray rows = Rows(corners.Select(corner => new JsonObject { ["x"] = Number(corner.X), [field] = Number(sign * corner.Y) }));
        return Layer(rows, Mark("line", ("color", SyntheticColour), ("strokeWidth", 1.75), ("interpolate", "step-after")), new JsonObject
        {
            ["x"] = new JsonObject { ["field"] = "x", ["type"] = "quantitative" },
            ["y"] = new JsonObject { ["field"] = field, ["type"] = "quantitative" },
            ["order"] = new JsonObject { ["value"] = null },
        });
    }

    private static JsonObject OfLevels(LevelMargin margin, int step)
    {
        JsonArray Levels() => Rows(Enumerable.Range(0, margin.Levels.Length).Select(k => new JsonObject
        {
            ["level"] = margin.Levels[k],
            ["r"] = Number(margin.RealShares[k]),
            ["s"] = Number(margin.SyntheticShares[k]),
        }));
        JsonObject level = Nominal("level", new JsonObject { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 100 });
        JsonArray tooltip = Tooltip(("level", "level", null), ("r", "real", ".1%"), ("s", "synthetic", ".1%"));
        return Chart(
            Math.Max(2, margin.Levels.Length) * step,
            Layer(Levels(), Mark("bar", ("color", RealColour), ("opacity", .4), ("height", new JsonObject { ["band"] = .7 })),
                new JsonObject
            {
                ["y"] = level,
                ["x"] = Quantitative("r", null, ".0%", ticks: 4),
                ["tooltip"] = tooltip,
            }),
            Layer(Levels(), Mark("bar", ("filled", false), ("color", SyntheticColour), ("strokeWidth", 1.75),
                ("height", new JsonObject { ["band"] = .7 })), new JsonObject
            {
                ["y"] = level.DeepClone(),
                ["x"] = Quantitative("s", null, ".0%", ticks: 4),
                ["tooltip"] = tooltip.DeepClone(),
            }));
    }
}
