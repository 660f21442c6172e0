using System.Text.Json.Nodes;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>Correlations: heat maps for few columns, every pair as a point for any number of them.</summary>
internal static class CorrelationCharts
{
    // More points than this make the page large and the picture no clearer: every k-th pair is drawn.
    private const int MaximumPoints = 2500;

    /// <summary>One square of correlations: real below the diagonal, synthetic above it.</summary>
    public static JsonObject BothSides(Correlations correlations, int[] columns) => HeatMap(
        correlations.Names,
        columns,
        (i, j) => i > j ? correlations.Real[i, j] : correlations.Synthetic[i, j],
        1,
        "correlation");

    /// <summary>Synthetic minus real, below the diagonal.</summary>
    public static JsonObject Differences(Correlations correlations, int[] columns)
    {
        double largest = columns.SelectMany(i => columns.Select(j => Math.Abs(correlations.Difference(i, j)))).Where(double.IsFinite)
            .DefaultIfEmpty(0).Max();
        return HeatMap(correlations.Names, columns, (i, j) => i > j ? correlations.Difference(i, j) : double.NaN, Math.Max(.2, largest),
            "difference");
    }

    /// <summary>Every pair's real correlation against its synthetic one; on the diagonal they agree.</summary>
    public static JsonObject Pairs(Correlations correlations)
    {
        int columns = correlations.Names.Length;
        JsonObject[] pairs = [.. from i in Enumerable.Range(0, columns)
                                 from j in Enumerable.Range(0, i)
                                 where double.IsFinite(correlations.Difference(i, j))
                                 select new JsonObject
                                 {
                                     ["pair"] = $"{correlations.Names[j]} × {correlations.Names[i]}",
                                     ["r"] = Number(correlations.Real[i, j]),
                                     ["s"] = Number(correlations.Synthetic[i, j]),
                                 }];
        double reach = Reach(pairs);
        JsonArray diagonal = Rows(new[] { -reach, reach }.Select(end => new JsonObject { ["r"] = end, ["s"] = end }));
        return Chart(
            260,
            Layer(diagonal, Mark("line", ("color", "#9CA3AF"), ("strokeDash", new JsonArray(4, 3))), PairEncoding(reach)),
            Layer(
                Rows(pairs.Where((_, k) => k % Stride(pairs.Length) == 0)),
                Mark("point", ("filled", true), ("size", pairs.Length > 300 ? 14 : 30), ("opacity", .55), ("color", SyntheticColour)),
                PairEncoding(reach, Tooltip(("pair", "pair", null), ("r", "real", ".3f"), ("s", "synthetic", ".3f")))));
    }

    /// <summary>Of how many pairs one is drawn.</summary>
    public static int Stride(int pairs) => Math.Max(1, (pairs + MaximumPoints - 1) / MaximumPoints);

    // The axis ends at the next tenth beyond the largest correlation.
    private static double Reach(JsonObject[] pairs) =>
        Math.Clamp(Math.Ceiling(10 * pairs.SelectMany(p => new[] { (double)p["r"]!, (double)p["s"]! }).Select(Math.Abs).DefaultIfEmpty(1)
            .Max()) / 10, .2, 1);

    private static JsonObject PairEncoding(double reach, JsonArray? tooltip = null)
    {
        JsonObject encoding = new()
        {
            ["x"] = Quantitative("r", "correlation, real", null, Domain(-reach, reach)),
            ["y"] = Quantitative("s", "correlation, synthetic", null, Domain(-reach, reach)),
        };
        if (tooltip is not null)
        {
            encoding["tooltip"] = tooltip;
        }

        return encoding;
    }

    private static JsonObject HeatMap(string[] names, int[] columns, Func<int, int, double> value, double limit, string title)
    {
        JsonArray cells = Rows(from i in columns
                               from j in columns
                               where i != j && double.IsFinite(value(i, j))
                               select new JsonObject { ["a"] = names[i], ["b"] = names[j], ["v"] = Number(value(i, j)) });
        JsonObject Side(string field, int angle) => new()
        {
            ["field"] = field,
            ["type"] = "nominal",
            ["title"] = null,
            ["sort"] = null,
            ["scale"] = new JsonObject { ["domain"] = Strings(columns.Select(i => names[i])) },
            ["axis"] = new JsonObject { ["ticks"] = false, ["domain"] = false, ["labelAngle"] = angle, ["labelLimit"] = 90,
                ["labelFontSize"] = columns.Length > 16 ? 9 : 11 },
        };
        JsonObject colour = new()
        {
            ["field"] = "v",
            ["type"] = "quantitative",
            ["title"] = title,
            ["scale"] = new JsonObject { ["scheme"] = "blueorange", ["domain"] = new JsonArray(Number(-limit), 0, Number(limit)) },
            ["legend"] = new JsonObject { ["format"] = ".1f", ["gradientLength"] = 120, ["tickCount"] = 4, ["titleFontWeight"] = "normal",
                ["direction"] = "horizontal", ["orient"] = "top" },
        };
        return Chart(
            Math.Clamp(columns.Length * 17, 120, 300),
            Layer(cells, Mark("rect", ("stroke", "#FFFFFF"), ("strokeWidth", .5)), new JsonObject
            {
                ["y"] = Side("a", 0),
                ["x"] = Side("b", -90),
                ["color"] = colour,
                ["tooltip"] = Tooltip(("a", "row", null), ("b", "column", null), ("v", title, ".3f")),
            }));
    }
}
