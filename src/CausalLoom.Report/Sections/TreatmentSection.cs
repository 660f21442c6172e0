using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Metrics;

namespace CausalLoom.Report.Sections;

/// <summary>Section 2: propensity overlap and the treatment scores.</summary>
internal static class TreatmentSection
{
    public static Markup Of(ReportInput input, ChartHost charts)
    {
        Evaluation.TreatmentMetrics w = input.Result.Treatment;
        return Markup.Of($"""
            <section id="treatment" aria-labelledby="treatment-h"><h2 id="treatment-h">2 Treatment: P(W | X)</h2>
            {Introduction(input, w)}
            {Note(w.Note)}<div class="grid half">
            {(w.Levels is null ? Overlap(input, charts) : ByLevel(input, w, charts))}
            {charts.Figure("Where the score lies between null and oracle",
                Markup.Text("Shaded: what this sample can tell apart. Left of it, treatment is assigned no better than at random; at its "
                    + "right edge, as well as resampled real rows."),
                TreatmentCharts.NumberLine(w))}</div>
            {MetricTable.Judged("Fidelity of treatment assignment", MechanismCatalog.Treatment(w))}</section>

            """);
    }

    private static Markup Introduction(ReportInput input, Evaluation.TreatmentMetrics w) => w.Levels is { } levels
        ? Markup.Of($"""
            <p>Treatment is <strong>{input.Real.TreatmentSpace.Name}</strong>, with {Level(input, 0)} as the reference. Shares of real and
            synthetic rows: {string.Join("; ", levels.Select(l =>
                $"{l.Level} {Numbers.Percent(l.Real)} and {Numbers.Percent(l.Synthetic)}"))}. In {Numbers.Percent(w.OverlapReal)} and
            {Numbers.Percent(w.OverlapSynthetic)} of rows every level has a propensity of at least .05.</p>
            """)
        : Markup.Of($"""
            <p>Treatment is <strong>{input.Real.TreatmentSpace.Name}</strong>: {Level(input, 1)} (treated) against {Level(input, 0)}
            (control).
            {Numbers.Percent(w.TreatedShareReal)} of real and {Numbers.Percent(w.TreatedShareSynthetic)} of synthetic rows are treated;
            {Numbers.Percent(w.OverlapReal)} and {Numbers.Percent(w.OverlapSynthetic)} have a propensity between .05 and .95.</p>
            """);

    private static string Level(ReportInput input, int arm) => input.Real.TreatmentSpace.Levels[arm];

    private static Markup Note(string? note) => note is null ? Markup.Empty : Markup.Of($"<p class=\"notice\">{note}</p>\n");

    private static Markup ByLevel(ReportInput input, Evaluation.TreatmentMetrics w, ChartHost charts)
    {
        IReadOnlyList<int> synthetic = w.ArmsSynthetic ?? input.Synthetic.Treatment;
        if (w.ByLevelReal.Length != input.Real.Levels || w.ByLevelSynthetic.Length != input.Real.Levels)
        {
            return Absent;
        }

        return Markup.Join(Enumerable.Range(0, input.Real.Levels).Select(level => Figure(
            PropensityHistogram.Of(w.ByLevelReal[level], Against(w.ArmsReal ?? input.Real.Treatment, level)),
            PropensityHistogram.Of(w.ByLevelSynthetic[level], Against(synthetic, level)), Level(input, level), charts)));
    }

    private static int[] Against(IReadOnlyList<int> arms, int level) => [.. arms.Select(w => w == level ? 1 : 0)];

    private static Markup Figure(PropensityHistogram? real, PropensityHistogram? synthetic, string level, ChartHost charts) =>
        real is null || synthetic is null
            ? Absent
            : charts.Figure($"Propensity of {level}", Markup.Text("Real rows filled, synthetic rows outlined; the level's own rows and all "
                + "others each add up to 100 %. Near 0 no row has the level, and its effect cannot be estimated. Dashed: .05 and .95."),
                TreatmentCharts.OfLevel(real, synthetic, level));

    private static Markup Absent => Markup.Of($"<p class=\"absent\">Propensity overlap is not available: the evaluation kept no propensity "
        + $"for each of these rows.</p>\n");

    private static Markup Overlap(ReportInput input, ChartHost charts)
    {
        PropensityHistogram? real = PropensityHistogram.Of(input.Result.Treatment.PropensitiesReal,
            input.Result.Treatment.ArmsReal ?? input.Real.Treatment);
        PropensityHistogram? synthetic = PropensityHistogram.Of(input.Result.Treatment.PropensitiesSynthetic,
            input.Result.Treatment.ArmsSynthetic ?? input.Synthetic.Treatment);
        if (real is null || synthetic is null)
        {
            return Absent;
        }

        return charts.Figure(
            "Propensity overlap by arm",
            Markup.Text("Real rows filled, synthetic rows outlined; each arm adds up to 100 %. Where one arm is empty, effects cannot be "
                + "estimated. Dashed: .05 and .95."),
            TreatmentCharts.Overlap(real, synthetic, Level(input, 1), Level(input, 0)));
    }
}
