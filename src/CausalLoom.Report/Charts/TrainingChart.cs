using System.Text.Json.Nodes;
using CausalLoom.Generators;
using static CausalLoom.Report.Charts.ChartSpec;

namespace CausalLoom.Report.Charts;

/// <summary>Training and validation loss by epoch.</summary>
internal static class TrainingChart
{
    // Long trainings are thinned to about this many points a line.
    private const int MaximumPoints = 400;

    // The first epochs can be so far up that nothing else shows: the axis then ends above the 95th percentile.
    private const double CutFactor = 3;

    /// <summary>The chart, and whether the first epochs run off its top.</summary>
    public static (JsonObject Spec, bool Cut) Of(IReadOnlyList<TrainingPoint> curve)
    {
        int stride = Math.Max(1, (curve.Count + MaximumPoints - 1) / MaximumPoints);
        TrainingPoint[] points = [.. curve.Where((_, k) => k % stride == 0 || k == curve.Count - 1)];
        JsonArray rows = Rows(points.SelectMany(Lines));
        double[] losses = [.. points.SelectMany(p => new[] { p.Training, p.Validation }).Where(double.IsFinite).Order().DefaultIfEmpty(0)];
        double high = losses[(int)(.95 * (losses.Length - 1))];
        bool cut = losses[^1] - losses[0] > CutFactor * (high - losses[0]) && high > losses[0];
        double top = cut ? high + (.1 * (high - losses[0])) : losses[^1];
        JsonObject y = Quantitative("v", "loss", null, cut ? Domain(losses[0], top) : null, zero: false);
        string[] names = points.Any(p => double.IsFinite(p.Validation)) ? ["training", "validation"] : ["training"];
        JsonObject spec =
            Chart(220, Layer(rows, Mark("line", ("strokeWidth", 1.75), ("clip", true), ("point", points.Length < 3)), new JsonObject
        {
            ["x"] = Quantitative("epoch", "epoch", "d", zero: false),
            ["y"] = y,
            ["color"] = Legend("loss", names, [RealColour, SyntheticColour], "horizontal"),
            ["strokeDash"] = Dash(names),
            ["tooltip"] = Tooltip(("epoch", "epoch", "d"), ("loss", "loss", null), ("v", "value", ".4~g")),
        }));
        return (spec, cut);
    }

    private static JsonObject Dash(string[] names)
    {
        JsonObject dash = Legend("loss", names, [], "horizontal");
        dash["scale"]!["range"] = new JsonArray(new JsonArray(1, 0), new JsonArray(5, 3));
        return dash;
    }

    private static IEnumerable<JsonObject> Lines(TrainingPoint point)
    {
        yield return new JsonObject { ["epoch"] = point.Epoch, ["loss"] = "training", ["v"] = Number(point.Training) };
        if (double.IsFinite(point.Validation))
        {
            yield return new JsonObject { ["epoch"] = point.Epoch, ["loss"] = "validation", ["v"] = Number(point.Validation) };
        }
    }
}
