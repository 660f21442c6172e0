using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;
using CausalLoom.Report.Html;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>Estimates of average effects below each other, against no effect: a difference of 0 or a ratio of 1.</summary>
internal static class AverageEffectCharts
{
    public static JsonObject Forest(IReadOnlyList<AverageEffect> effects, double? truth)
    {
        JsonObject name = Nominal("name", new JsonObject
            { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 260, ["labelExpr"] = "split(datum.label, '|')" });
        bool difference = effects[0].Scale == EffectScale.Difference;
        string axis = difference ? "average effect (outcome units)" : $"{effects[0].Scale.Name()} of the levels' means";
        JsonObject X(string field) => Quantitative(field, axis + ", 95 % interval", null, zero: false, ticks: 7);
        List<JsonObject> layers =
        [
            Layer(Rows([new JsonObject { ["v"] = difference ? 0 : 1 }]), Mark("rule", ("color", "#9CA3AF")),
                new JsonObject { ["x"] = X("v") }),
            Layer(Rows(effects.Select(Row)), Mark("rule", ("strokeWidth", 2.5), ("color", RealColour)), new JsonObject
                { ["y"] = name, ["x"] = X("lo"), ["x2"] = Field("hi") }),
            Layer(Rows(effects.Select(Row)), Mark("point", ("filled", true), ("size", 110), ("opacity", 1), ("shape", "square"),
                ("color", RealColour)), new JsonObject { ["y"] = name.DeepClone(), ["x"] = X("v") }),
        ];
        if (truth is { } value)
        {
            layers.Add(Layer(Rows([new JsonObject { ["v"] = Number(value) }]), Mark("rule", ("color", TruthColour), ("strokeWidth", 2),
                ("strokeDash", new JsonArray(7, 3))), new JsonObject { ["x"] = X("v") }));
        }

        return Chart(46 * Math.Max(2, effects.Count), [.. layers]);
    }

    private static JsonObject Row(AverageEffect effect) => new()
    {
        ["name"] = $"{effect.Estimator}|{Numbers.Short(effect.Estimate)} ({EffectReport.Interval(effect)})",
        ["v"] = Number(effect.Estimate),
        ["lo"] = effect.HasInterval ? Number(effect.Lower) : null,
        ["hi"] = effect.HasInterval ? Number(effect.Upper) : null,
    };
}
