using System.Text.Json.Nodes;
using CausalLoom.Evaluation;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>The share of synthetic rows that break each rule, worst first.</summary>
internal static class RuleChart
{
    /// <summary>Rules beyond that many are in the table alone.</summary>
    public const int Most = 20;

    public static JsonObject Of(IReadOnlyList<RuleBreaks> rules)
    {
        RuleBreaks[] shown = [.. rules.Take(Most)];
        JsonArray rows = Rows(shown.Select(rule => new JsonObject { ["name"] = rule.Rule, ["v"] = Number(rule.Rate) }));
        return Chart(Math.Max(2, shown.Length) * 24,
            Layer(rows, Mark("bar", ("color", SyntheticColour), ("height", 14)), new JsonObject
            {
                ["y"] = Nominal("name", new JsonObject { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 320 }),
                ["x"] = Quantitative("v", "synthetic rows that break the rule", "%", 
                    Domain(0, Math.Max(0.01, shown.Max(r => r.Rate) * 1.1))),
                ["tooltip"] = Tooltip(("name", "rule", null), ("v", "rows that break it", ".2%")),
            }));
    }
}
