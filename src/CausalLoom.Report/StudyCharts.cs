using System.Globalization;
using System.Text.Json.Nodes;
using CausalLoom.Numerics.Statistics;
using CausalLoom.Report.Html;
using CausalLoom.Studies;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report;

/// <summary>Performance by n and method.</summary>
internal static class StudyCharts
{
    // Okabe–Ito without its yellow, which is hard to see on white.
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#007A59", "#CC79A7", "#E69F00", "#56B4E9", "#4B5563"];

    /// <summary>Points with bars of ±1.96 Monte-Carlo standard errors, side by side at each n.</summary>
    /// <param name="rows">One source, one estimand.</param>
    /// <param name="measure">A name of <see cref="Performance.Names"/>.</param>
    /// <param name="target">Where a good method is.</param>
    /// <param name="title">The axis' title.</param>
    /// <param name="format">A d3 format, or null.</param>
    public static JsonObject ByRows(IReadOnlyList<StudySummaryRow> rows, string measure, double target, string title, string? format)
    {
        string[] methods = [.. rows.Select(r => r.Method).Distinct()];
        JsonObject X() => new()
            { ["field"] = "n", ["type"] = "ordinal", ["title"] = "n", ["sort"] = null, ["axis"] = new JsonObject { ["labelAngle"] = 0 } };
        JsonObject Offset() => new() { ["field"] = "method", ["type"] = "nominal", ["sort"] = null };
        JsonObject Y(string field) => Quantitative(field, title, format, zero: false, ticks: 6);
        JsonObject Colour() => Legend("method", methods, [.. methods.Select((_, i) => Colours[i % Colours.Length])], "horizontal");
        return Chart(
            220,
            Layer(Rows([new JsonObject { ["v"] = target }]), Mark("rule", ("color", Neutral), ("strokeDash", new JsonArray(6, 3))),
                new JsonObject { ["y"] = Y("v") }),
            Layer(Values(rows, measure), Mark("rule", ("strokeWidth", 2.5)), new JsonObject
                { ["x"] = X(), ["xOffset"] = Offset(), ["y"] = Y("lo"), ["y2"] = Field("hi"), ["color"] = Colour() }),
            Layer(Values(rows, measure), Mark("point", ("filled", true), ("size", 80), ("opacity", 1)),
                new JsonObject { ["x"] = X(), ["xOffset"] = Offset(), ["y"] = Y("v"), ["color"] = Colour(), ["tooltip"] = Tooltip(
                ("method", "method", null), ("n", "n", null), ("v", measure, ".4g"), ("se", "Monte-Carlo SE", ".2g")) }));
    }

    private static JsonArray Values(IReadOnlyList<StudySummaryRow> rows, string measure) =>
        Rows(rows.Where(r => double.IsFinite(r.Measures[measure].Value)).Select(r =>
    {
        Measured m = r.Measures[measure];
        double half = double.IsNaN(m.MonteCarloSe) ? 0 : StandardNormal.Quantile975 * m.MonteCarloSe;
        return new JsonObject
        {
            ["n"] = r.Cell.Rows.ToString(CultureInfo.InvariantCulture),
            ["method"] = r.Method,
            ["v"] = Number(m.Value),
            ["se"] = Number(m.MonteCarloSe),
            ["lo"] = Number(m.Value - half),
            ["hi"] = Number(m.Value + half),
        };
    }));
}
