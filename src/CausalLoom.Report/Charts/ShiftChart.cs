using System.Text.Json.Nodes;
using CausalLoom.Overlap;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>How far added rows, and with them the augmented table, stand from the original rows, feature by feature.</summary>
internal static class ShiftChart
{
    /// <summary>Features beyond that many are in the table alone.</summary>
    public const int Most = 30;

    private const string Added = "added rows", Augmented = "augmented table";

    public static JsonObject Of(IReadOnlyList<FeatureShift> shift)
    {
        FeatureShift[] shown = [.. shift.OrderByDescending(s => Math.Abs(s.Added)).Take(Most)];
        double reach = Math.Max(0.2, shown.Max(s => Math.Abs(s.Added)) * 1.15);
        JsonObject X(string field) =>
            Quantitative(field, "mean less that of the original rows, in their standard deviations", null, Domain(-reach, reach), ticks: 7);
        JsonObject Name() => Nominal("name", new JsonObject { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 200 });
        JsonObject Colour() => Legend("what", [Added, Augmented], [SyntheticColour, RealColour], "horizontal");
        JsonArray points =
            Rows(shown.SelectMany(s => new[] { Point(s.Feature, Added, s.Added), Point(s.Feature, Augmented, s.Augmented) }));
        JsonArray lines = Rows(shown.Select(s => new JsonObject { ["name"] = s.Feature, ["lo"] = 0, ["hi"] = Number(s.Added) }));
        JsonArray bounds = Rows([new JsonObject { ["v"] = -0.1 }, new JsonObject { ["v"] = 0.1 }]);
        return Chart(
            Math.Max(3, shown.Length) * 24,
            Layer(Rows([new JsonObject { ["v"] = 0 }]), Mark("rule", ("color", "#9CA3AF")), new JsonObject { ["x"] = X("v") }),
            Layer(bounds, Mark("rule", ("color", Neutral), ("strokeDash", new JsonArray(3, 3))), new JsonObject { ["x"] = X("v") }),
            Layer(lines, Mark("rule", ("color", "#D1D5DB"), ("strokeWidth", 2)), new JsonObject
                { ["y"] = Name(), ["x"] = X("lo"), ["x2"] = Field("hi") }),
            Layer(points, Mark("point", ("filled", true), ("size", 80), ("opacity", 1)), new JsonObject { ["y"] = Name(), ["x"] = X("v"),
                ["color"] = Colour(), ["tooltip"] = Tooltip(("name", "feature", null), ("what", "rows", null), ("v", "shift", ".3f")) }));
    }

    private static JsonObject Point(string name, string what, double value) =>
        new() { ["name"] = name, ["what"] = what, ["v"] = Number(value) };
}
