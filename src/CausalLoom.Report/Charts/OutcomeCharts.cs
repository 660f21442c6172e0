using System.Text.Json.Nodes;
using CausalLoom.Evaluation;
using CausalLoom.Report.Html;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>U_PEHE by learner against its two floors.</summary>
internal static class OutcomeCharts
{
    public static JsonObject Pehe(OutcomeMetrics outcome)
    {
        (string Name, double Value)[] learners =
        [
            ("T", outcome.Learners.T),
            ("S", outcome.Learners.S),
            ("DR", outcome.Learners.Dr),
            ("RA", outcome.Learners.Ra),
            ("mean", outcome.UPehe),
        ];
        JsonArray bars = Rows(
            learners.Select(l => new JsonObject { ["learner"] = l.Name, ["v"] = Number(l.Value), ["label"] = Numbers.Short(l.Value) }));
        string[] names = [$"floor, same rows and other seeds: {Numbers.Short(outcome.Floor)}",
            $"floor, bootstrap rows: {Numbers.Short(outcome.FloorBootstrap)}"];
        JsonArray floors = Rows([
            new JsonObject { ["floor"] = names[0], ["v"] = Number(outcome.Floor) },
            new JsonObject { ["floor"] = names[1], ["v"] = Number(outcome.FloorBootstrap) },
        ]);
        JsonObject learner = Nominal("learner");
        learner["title"] = "learner (mean: U_PEHE)";
        JsonObject dash = Legend("floor", names, []);
        dash["scale"]!["range"] = new JsonArray(new JsonArray(2, 3), new JsonArray(8, 3));
        return Chart(
            230,
            Layer(bars, Mark("bar", ("color", SyntheticColour), ("opacity", .55), ("width", new JsonObject { ["band"] = .55 })),
                new JsonObject
            {
                ["x"] = learner,
                ["y"] = Quantitative("v", "PEHE (outcome units)"),
                ["tooltip"] = Tooltip(("learner", "learner", null), ("v", "PEHE", ".4~g")),
            }),
            Layer((JsonArray)bars.DeepClone(), Mark("text", ("dy", -7)), new JsonObject
            {
                ["x"] = learner.DeepClone(),
                ["y"] = new JsonObject { ["field"] = "v", ["type"] = "quantitative" },
                ["text"] = Field("label"),
            }),
            Layer(floors, Mark("rule", ("color", RealColour), ("strokeWidth", 2)), new JsonObject
            {
                ["y"] = new JsonObject { ["field"] = "v", ["type"] = "quantitative" },
                ["strokeDash"] = dash,
            }));
    }
}
