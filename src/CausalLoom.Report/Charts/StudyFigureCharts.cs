using System.Text.Json.Nodes;
using CausalLoom.Studies.Evaluations;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>One figure of a study's evaluations over fits: a dot and the range, by column and row of the study's table.</summary>
internal static class StudyFigureCharts
{
    // Okabe–Ito without its yellow, which is hard to see on white.
    private static readonly string[] Colours = [RealColour, SyntheticColour, TruthColour, "#CC79A7", "#E69F00", "#56B4E9"];
    private static readonly string[] Greys = [Neutral, "#9CA3AF"];

    /// <summary>The chart of a block: upright by column where rows are named, else a line a source.</summary>
    public static JsonObject Of(StudyTableSpec table, StudyTableBlock block)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(block);
        bool upright = table.Rows.Any(r => r.Name.Length > 0) || block.Figure.Published.Count > 0;
        return upright ? Upright(table, block) : Lying(table, block);
    }

    private static JsonObject Upright(StudyTableSpec table, StudyTableBlock block)
    {
        string[] published = [.. block.Figure.Published.Select(p => p.Name)], names = [.. published, .. table.Rows.Select(r => r.Name)];
        string[] range = [.. published.Select((_, i) => Greys[i % Greys.Length]),
            .. table.Rows.Select((_, i) => Colours[i % Colours.Length])];
        JsonObject X() => new() { ["field"] = "c", ["type"] = "ordinal", ["title"] = null, ["sort"] = null, ["scale"] = new JsonObject
            { ["domain"] = Strings(table.Columns) }, ["axis"] = new JsonObject { ["labelAngle"] = 0 } };
        JsonObject Offset() =>
            new() { ["field"] = "k", ["type"] = "nominal", ["sort"] = null, ["scale"] = new JsonObject { ["domain"] = Strings(names) } };
        JsonObject Y(string field) => Quantitative(field, null, null, zero: false);
        JsonObject Colour()
        {
            JsonObject colour = Legend("k", names, range, "horizontal");
            colour["legend"]!["columns"] = 3;
            return colour;
        }

        JsonObject Encoding(JsonObject y) => new() { ["x"] = X(), ["xOffset"] = Offset(), ["y"] = y, ["color"] = Colour() };
        JsonObject bars = Encoding(Y("lo")), points = Encoding(Y("v")), diamonds = Encoding(Y("v"));
        bars["y2"] = Field("hi");
        points["tooltip"] = Told();
        diamonds["tooltip"] = Tooltip(("k", "published", null), ("c", "column", null), ("v", "value", ".4g"));
        return Chart(
            190,
            Layer(Ours(table, block), Mark("rule", ("strokeWidth", 2.5)), bars),
            Layer(Ours(table, block), Mark("point", ("filled", true), ("size", 60), ("opacity", 1)), points),
            Layer(Theirs(table, block), Mark("point", ("shape", "diamond"), ("filled", false), ("size", 60), ("strokeWidth", 2)),
                diamonds));
    }

    private static JsonObject Lying(StudyTableSpec table, StudyTableBlock block)
    {
        JsonObject Y() => Nominal("c", new JsonObject { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 240 });
        JsonObject X(string field) => Quantitative(field, null, null, zero: false);
        return Chart(
            18 * Math.Max(3, table.Columns.Count),
            Layer(Ours(table, block), Mark("rule", ("strokeWidth", 2.5), ("color", SyntheticColour)), new JsonObject
                { ["y"] = Y(), ["x"] = X("lo"), ["x2"] = Field("hi") }),
            Layer(Ours(table, block), Mark("point", ("filled", true), ("size", 60), ("opacity", 1), ("color", SyntheticColour)),
                new JsonObject { ["y"] = Y(), ["x"] = X("v"), ["tooltip"] = Told() }));
    }

    private static JsonArray Told() => Tooltip(("k", "of", null), ("c", "column", null), ("v", "mean", ".4g"), ("lo", "smallest", ".4g"),
        ("hi", "largest", ".4g"), ("n", "fits", ",d"));

    private static JsonArray Ours(StudyTableSpec table, StudyTableBlock block) => Rows(block.Rows.SelectMany((row, k) => row
        .Select((cell, c) => (cell, column: table.Columns[c]))
        .Where(p => p.cell is { Values.Count: > 0 })
        .Select(p => new JsonObject
        {
            ["c"] = p.column,
            ["k"] = table.Rows[k].Name,
            ["v"] = Number(p.cell!.Mean),
            ["lo"] = Number(p.cell.Minimum),
            ["hi"] = Number(p.cell.Maximum),
            ["n"] = p.cell.Values.Count,
        })));

    private static JsonArray Theirs(StudyTableSpec table, StudyTableBlock block) => Rows(block.Figure.Published.SelectMany(p => p.Cells
        .Select((cell, c) => (value: cell.Value, column: table.Columns[c]))
        .Where(v => double.IsFinite(v.value))
        .Select(v => new JsonObject { ["c"] = v.column, ["k"] = p.Name, ["v"] = Number(v.value) })));
}
