using System.Text.Json.Nodes;
using CausalLoom.Sandbox.Penalty;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>The price of control in fidelity: every compromise, the front through those that no other beats, and its knee.</summary>
public static class ParetoChart
{
    /// <summary>The Vega-Lite specification.</summary>
    /// <param name="front">The sweep's front.</param>
    /// <param name="unit">The unit of the control error, such as "risk difference".</param>
    public static JsonObject Of(ParetoFront front, string unit)
    {
        ArgumentNullException.ThrowIfNull(front);
        JsonObject x = Quantitative("control", $"control error ({unit}, root mean square)", zero: true),
            y = Quantitative("fidelity", "held-out loss without penalties", zero: false);
        JsonArray tooltip = Tooltip(("weight", "λ", ".4~g"), ("control", "control error", ".3~g"), ("fidelity", "held-out loss", ".4~g"));
        return Chart(
            240,
            Layer(Rows(front.Points.Select(Row)), Mark("line", ("interpolate", "step-before"), ("color", RealColour), ("strokeWidth", 1.5)),
                Encoding(x, y, null)),
            Layer(Rows(front.All.Select(Row)), Mark("point", ("color", Neutral), ("filled", false), ("size", 45)), Encoding(x, y, tooltip)),
            Layer(Rows([Row(front.Knee)]), Mark("point", ("color", SyntheticColour), ("filled", true), ("size", 90)),
                Encoding(x, y, tooltip)),
            Layer(Rows([Row(front.Knee)]), Mark("text", ("dx", 10), ("dy", -10), ("align", "left"), ("text", "knee")),
                Encoding(x, y, null)));
    }

    private static JsonObject Encoding(JsonObject x, JsonObject y, JsonArray? tooltip)
    {
        JsonObject encoding = new() { ["x"] = x.DeepClone(), ["y"] = y.DeepClone() };
        if (tooltip is not null)
        {
            encoding["tooltip"] = tooltip.DeepClone();
        }

        return encoding;
    }

    private static JsonObject Row(ParetoPoint point) =>
        new() { ["weight"] = Number(point.Weight), ["fidelity"] = Number(point.Fidelity), ["control"] = Number(point.Control) };
}
