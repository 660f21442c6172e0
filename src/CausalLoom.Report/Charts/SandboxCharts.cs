using System.Text.Json.Nodes;
using CausalLoom.Numerics.Statistics;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Verification;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>Delivered against asked.</summary>
internal static class SandboxCharts
{
    /// <summary>Bins of what was asked, with 95 % intervals of what was drawn and the line where both are the same.</summary>
    public static JsonObject Calibration(IReadOnlyList<KnobBin> bins, string asked, string delivered)
    {
        KnobBin[] shown = [.. bins.Where(b => double.IsFinite(b.Delivered))];
        double low = shown.Select(b => Math.Min(b.Asked, b.Delivered - (2 * b.StandardError))).DefaultIfEmpty(0).Min(),
            high = shown.Select(b => Math.Max(b.Asked, b.Delivered + (2 * b.StandardError))).DefaultIfEmpty(1).Max();
        double pad = Math.Max(0.06 * (high - low), 1e-3 * Math.Max(Math.Abs(low), Math.Abs(high)));
        (low, high) = (low - pad, high + pad);
        JsonObject X(string field) => Quantitative(field, asked, null, Domain(low, high), zero: false);
        JsonObject Y(string field) => Quantitative(field, delivered, null, Domain(low, high), zero: false);
        JsonArray points = Rows(shown.Select(b => new JsonObject
        {
            ["a"] = Number(b.Asked),
            ["d"] = Number(b.Delivered),
            ["lo"] = Number(b.Delivered - (StandardNormal.Quantile975 * b.StandardError)),
            ["hi"] = Number(b.Delivered + (StandardNormal.Quantile975 * b.StandardError)),
            ["n"] = b.Rows,
        }));
        JsonArray line = Rows(
            [new JsonObject { ["a"] = Number(low), ["d"] = Number(low) }, new JsonObject { ["a"] = Number(high), ["d"] = Number(high) }]);
        return Chart(
            230,
            Layer(line, Mark("line", ("color", TruthColour), ("strokeDash", new JsonArray(6, 4))), new JsonObject
                { ["x"] = X("a"), ["y"] = Y("d") }),
            Layer((JsonArray)points.DeepClone(), Mark("rule", ("color", SyntheticColour), ("strokeWidth", 1.5)), new JsonObject
                { ["x"] = X("a"), ["y"] = Y("lo"), ["y2"] = Field("hi") }),
            Layer(points, Mark("point", ("filled", true), ("size", 55), ("opacity", 1), ("color", SyntheticColour)), new JsonObject
            {
                ["x"] = X("a"),
                ["y"] = Y("d"),
                ["tooltip"] = Tooltip(("a", "asked", ".4f"), ("d", "delivered", ".4f"), ("n", "units", ",d")),
            }));
    }

    /// <summary>Correlations: in the real rows, as the request implies them, as generated.</summary>
    public static JsonObject Associations(IReadOnlyList<AssociationLine> lines)
    {
        string[] names = ["real", "implied by the request", "generated"];
        JsonObject y = Nominal("name", new JsonObject { ["ticks"] = false, ["domain"] = false, ["labelLimit"] = 240 });
        JsonObject X(string field) => Quantitative(field, "correlation", ".2f", zero: false, ticks: 7);
        JsonArray spans =
            Rows(lines.Select(l => new JsonObject { ["name"] = Name(l), ["a"] = Number(l.Implied), ["b"] = Number(l.Generated) }));
        JsonArray points = Rows(lines.SelectMany(l => new[] { (names[0], l.Real), (names[1], l.Implied), (names[2], l.Generated) }
            .Select(p => new JsonObject { ["name"] = Name(l), ["v"] = Number(p.Item2), ["k"] = p.Item1 })));
        JsonObject shape = new() { ["field"] = "k", ["type"] = "nominal", ["legend"] = null, ["scale"] = new JsonObject
            { ["domain"] = Strings(names), ["range"] = Strings(["square", "diamond", "circle"]) } };
        return Chart(
            16 * Math.Max(3, lines.Count),
            Layer(Rows([new JsonObject { ["v"] = 0 }]), Mark("rule", ("color", "#9CA3AF")), new JsonObject { ["x"] = X("v") }),
            Layer(spans, Mark("rule", ("color", SyntheticColour), ("strokeWidth", 2)), new JsonObject
                { ["y"] = y, ["x"] = X("a"), ["x2"] = Field("b") }),
            Layer(points, Mark("point", ("filled", true), ("size", 60), ("opacity", 0.9)), new JsonObject
            {
                ["y"] = y.DeepClone(),
                ["x"] = X("v"),
                ["color"] = Legend("k", names, [Neutral, TruthColour, SyntheticColour], "horizontal"),
                ["shape"] = shape,
            }));

        static string Name(AssociationLine line) => $"{line.Column}, {line.With}";
    }

    /// <summary>The exact front between what τ is off the request and what the contrast is off the real one.</summary>
    public static JsonObject Front(ConflictGap gap, double tilt)
    {
        JsonObject X() => Quantitative("c", "τ off the request, RMS", null);
        JsonObject Y() => Quantitative("f", "contrast off the real one, RMS", null);
        JsonObject Point(double t) => new() { ["c"] = Number(gap.At(t).Control), ["f"] = Number(gap.At(t).Fidelity), ["t"] = t };
        return Chart(
            200,
            Layer(Rows(Enumerable.Range(0, 11).Select(k => Point(k / 10.0))), Mark("line", ("color", Neutral), ("point", true)),
                new JsonObject { ["x"] = X(), ["y"] = Y(), ["tooltip"] = Tooltip(("t", "tilt", ".1f")) }),
            Layer(Rows([Point(tilt)]), Mark("point", ("filled", true), ("size", 140), ("opacity", 1), ("color", SyntheticColour)),
                new JsonObject { ["x"] = X(), ["y"] = Y() }));
    }
}
