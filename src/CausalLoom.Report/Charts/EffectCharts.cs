using System.Text.Json.Nodes;
using CausalLoom.Evaluation;
using CausalLoom.Numerics.Statistics;
using CausalLoom.Report.Html;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>Average effects with their intervals, and what their difference is made of.</summary>
internal static class EffectCharts
{
    public static JsonObject Forest(AteComparison ate, KnownTruth? truth) => Forest(
        Rows([Row("real rows", ate.Real, RealColour), Row("synthetic rows", ate.Synthetic, SyntheticColour)]), truth, 120);

    /// <summary>Both sides of each contrast below each other.</summary>
    public static JsonObject ByContrast(IReadOnlyList<EffectContrast> contrasts) => Forest(
        Rows(contrasts.SelectMany(c => new[]
        {
            Row($"{c.Level} − {c.Reference}, real", c.Ate.Real, RealColour),
            Row($"{c.Level} − {c.Reference}, synthetic", c.Ate.Synthetic, SyntheticColour),
        })), null, 92 * contrasts.Count);

    private static JsonObject Forest(JsonArray rows, KnownTruth? truth, int height)
    {
        JsonArray zero = Rows([new JsonObject { ["v"] = 0 }]);
        JsonObject X(string field) => Quantitative(field, "average effect (outcome units), 95 % interval", null, zero: false, ticks: 7);
        JsonObject name = Nominal("name", new JsonObject
            { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 220, ["labelExpr"] = "split(datum.label, '|')" });
        JsonObject colour = new() { ["field"] = "colour", ["type"] = "nominal", ["scale"] = null };
        List<JsonObject> layers =
        [
            Layer(zero, Mark("rule", ("color", "#9CA3AF")), new JsonObject { ["x"] = X("v") }),
            Layer(rows, Mark("rule", ("strokeWidth", 2.5)), new JsonObject
                { ["y"] = name, ["x"] = X("lo"), ["x2"] = Field("hi"), ["color"] = colour }),
            Layer(Copy(rows), Mark("point", ("filled", true), ("size", 110), ("opacity", 1), ("shape", "square")), new JsonObject
                { ["y"] = Copy(name), ["x"] = X("v"), ["color"] = Copy(colour) }),
        ];
        JsonObject[] truths = [.. Truths(truth)];
        if (truths.Length > 0)
        {
            JsonObject legend = Legend("name", [.. truths.Select(t => (string)t["name"]!)], []);
            legend["scale"]!["range"] = new JsonArray([.. truths.Select((_, k) => new JsonArray(k == 0 ? 7 : 2, 3))]);
            layers.Add(Layer(Rows(truths), Mark("rule", ("color", TruthColour), ("strokeWidth", 2)), new JsonObject
                { ["x"] = X("v"), ["strokeDash"] = legend }));
        }

        return Chart(height, [.. layers]);
    }

    public static JsonObject Terms(AteComparison ate)
    {
        List<(string Name, double Value, double[] Interval, string Colour)> terms =
        [
            ("synthetic − real ATE", ate.Difference, ate.DifferenceCi, Neutral),
            ("covariate term", ate.CovariateTerm, ate.CovariateTermCi, SyntheticColour),
            ("contrast term", ate.ContrastTerm, ate.ContrastTermCi, SyntheticColour),
        ];
        if (ate.Truth is { } truth)
        {
            terms.Add(("exact difference", truth.Difference, truth.DifferenceCi, Neutral));
            terms.Add(("exact covariate term", truth.CovariateTerm, truth.CovariateTermCi, TruthColour));
            terms.Add(("exact contrast term", truth.ContrastTerm, truth.ContrastTermCi, TruthColour));
        }

        JsonArray rows = Rows(terms.Select(t => new JsonObject
        {
            ["name"] = $"{t.Name}|{Numbers.Short(t.Value)} ({Numbers.Short(t.Interval[0])} to {Numbers.Short(t.Interval[1])})",
            ["v"] = Number(t.Value),
            ["lo"] = Number(t.Interval[0]),
            ["hi"] = Number(t.Interval[1]),
            ["colour"] = t.Colour,
        }));
        double reach = Math.Max(terms.SelectMany(t => t.Interval.Append(t.Value)).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0)
            .Max(), 1e-9) * 1.08;
        JsonObject X(string field) => Quantitative(field, "outcome units", null, Domain(-reach, reach), ticks: 7);
        JsonObject name = Nominal("name", new JsonObject
            { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 220, ["labelExpr"] = "split(datum.label, '|')" });
        JsonObject colour = new() { ["field"] = "colour", ["type"] = "nominal", ["scale"] = null };
        return Chart(
            46 * terms.Count,
            Layer(rows, Mark("bar", ("height", 16), ("opacity", .6)), new JsonObject { ["y"] = name, ["x"] = X("v"), ["color"] = colour }),
            Layer(Copy(rows), Mark("rule", ("strokeWidth", 1.5), ("color", "#1F2937")), new JsonObject
                { ["y"] = Copy(name), ["x"] = X("lo"), ["x2"] = Field("hi") }),
            Layer(Rows([new JsonObject { ["v"] = 0 }]), Mark("rule", ("color", "#9CA3AF")), new JsonObject { ["x"] = X("v") }));
    }

    private static JsonObject Row(string name, EffectEstimate effect, string colour) => new()
    {
        ["name"] = $"{name}|{Numbers.Interval(effect.Estimate, effect.Se)}",
        ["v"] = Number(effect.Estimate),
        ["lo"] = Number(effect.Estimate - (StandardNormal.Quantile975 * effect.Se)),
        ["hi"] = Number(effect.Estimate + (StandardNormal.Quantile975 * effect.Se)),
        ["colour"] = colour,
    };

    private static IEnumerable<JsonObject> Truths(KnownTruth? truth)
    {
        if (truth?.RealAte is { } real)
        {
            yield return new JsonObject { ["name"] = $"true effect of the real source: {Numbers.Short(real)}", ["v"] = Number(real) };
        }

        if (truth?.SyntheticAte is { } synthetic)
        {
            yield return new JsonObject
                { ["name"] = $"true effect of the synthetic rows: {Numbers.Short(synthetic)}", ["v"] = Number(synthetic) };
        }
    }

    private static T Copy<T>(T node)
        where T : JsonNode => (T)node.DeepClone();
}
