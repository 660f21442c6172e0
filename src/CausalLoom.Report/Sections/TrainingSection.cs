using System.Text.Json.Nodes;
using CausalLoom.Generators;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;

namespace CausalLoom.Report.Sections;

/// <summary>Section 6: the training curve, where the generator has one.</summary>
internal static class TrainingSection
{
    public static Markup Of(ReportInput input, ChartHost charts) => Markup.Of($"""
        <section id="training" aria-labelledby="training-h"><h2 id="training-h">7 Training</h2>
        {Body(input.TrainingCurve, charts)}</section>

        """);

    private static Markup Body(IReadOnlyList<TrainingPoint> curve, ChartHost charts)
    {
        if (curve.Count == 0)
        {
            return Markup.Of($"<p>No training curve: either this generator is not trained by epochs, or the synthetic "
                + $"data came ready made.</p>\n");
        }

        TrainingPoint last = curve[^1];
        TrainingPoint[] validated = [.. curve.Where(p => double.IsFinite(p.Validation))];
        string validation = validated.Length == 0
            ? "No validation loss was measured."
            : $"The best validation loss is {Numbers.Short(validated.Min(p => p.Validation))}, at epoch "
                + $"{Numbers.Count(validated.MinBy(p => p.Validation).Epoch)}.";
        (JsonObject spec, bool cut) = TrainingChart.Of(curve);
        string caption = cut ? "The first epochs lie above the axis."
            : "A curve still falling at its end asks for more epochs; a validation loss that rises, for fewer.";
        return Markup.Of($"""
            <p>{Numbers.Count(last.Epoch)} epochs; the last training loss is {Numbers.Short(last.Training)}. {validation}</p>
            {charts.Figure("Loss by epoch", Markup.Text(caption), spec)}
            """);
    }
}
