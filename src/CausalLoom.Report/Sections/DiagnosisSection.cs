using CausalLoom.Evaluation;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Metrics;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report.Sections;

/// <summary>Section 5: in which part of the data the sides differ, and in whom the effect is wrong.</summary>
internal static class DiagnosisSection
{
    public static Markup Of(ReportInput input, ChartHost charts)
    {
        EvaluationResult r = input.Result;
        return Markup.Of($"""
            <section id="diagnosis" aria-labelledby="diagnosis-h"><h2 id="diagnosis-h">5 Where they differ</h2>
            <p><strong>{r.Localisation.Reading}</strong></p>
            {Nested(r.Localisation)}
            <h3>In whom the effect differs</h3>
            <p>{Groups(r.Ate.ContrastBySubgroup)}</p>
            {Flagged(r.Ate.ContrastBySubgroup)}{Bands(r.Ate, charts)}
            {MetricTable.Judged("Gap of the effect functions", DiagnosisCatalog.CateGap(r.CateGap))}
            {MetricTable.Judged("Signal: what assignment lets one learn of effects", DiagnosisCatalog.Signal(r.Signal))}</section>

            """);
    }

    private static Markup Nested(LocalisationMetrics l) => Markup.Of($"""
        <div class="scroll"><table class="metrics nested"><caption>Boosted trees try to tell synthetic from real rows, by more and more of
        each row. Each p is of one part alone, given those before it. An AUC below ½ is no difference: the synthetic rows are balanced
        against these very real ones.</caption>
        {Head(Words("Part", "Told apart by"), Figures("AUC (95 %)", "Gain (95 %)", "p, this part alone"), Words("Differs"))}
        <tbody>
        {Step("Covariates", "X", "covariates", l.Covariates, l)}{Step("Assignment given X", "X, W", "assignment", l.Assignment, l)}{Step(
            "Outcome given X, W", "X, W, Y", "outcome", l.Outcome, l)}</tbody></table></div>

        """);

    private static Markup Step(string name, string inputs, string key, LocalisedStep s, LocalisationMetrics l) => Row(name, Cell(inputs),
        Figure(Range(s.Auc, s.AucCi)), Figure(Range(s.Increment, s.IncrementCi)), Figure(P(s.PValue)),
        Cell(l.Found.Contains(key) ? "yes" : "not seen"));

    private static string Groups(SubgroupContrasts groups) => groups.Tested == 0
        ? "No subgroup has rows enough on both sides."
        : $"{Numbers.Plural(groups.Tested, "subgroup")} tested (levels of discrete covariates, halves of numbers); in "
            + $"{(groups.Flagged.Count == 0 ? "none" : Numbers.Count(groups.Flagged.Count))} the contrast term differs from 0, with "
            + $"intervals that hold for all of them at once.";

    private static Markup Flagged(SubgroupContrasts groups) => groups.Flagged.Count == 0
        ? Markup.Empty
        : Markup.Of($"""
            <div class="scroll"><table class="metrics groups"><caption>Contrast term by subgroup: synthetic less real effect, in outcome
            units, furthest from 0 first.</caption>
            {Head(Words("Subgroup"), Figures("Real rows", "Synthetic rows", "Contrast (95 %, all at once)"))}
            <tbody>
            {groups.Flagged.Select(g => Row($"{g.Column} {g.Level}", Figure(Numbers.Count(g.RealRows)),
                Figure(Numbers.Count(g.SyntheticRows)), Figure(Range(g.Contrast, g.ContrastCi))))}</tbody></table></div>

            """);

    private static Markup Bands(AteComparison ate, ChartHost charts) => ate.ContrastByPropensity.Count == 0
        ? Markup.Of($"<p class=\"absent\">There is no contrast by propensity: propensities are all the same.</p>\n")
        : charts.Figure("Contrast term by propensity", Markup.Text("Synthetic less real effect among tenths of the "
            + "real rows by their propensity, each with its own 95 % interval. With ten intervals, one that misses 0 is no news."),
            DiagnosisCharts.Bands(ate.ContrastByPropensity));

    private static string Range(double value, double[] interval) =>
        $"{Numbers.Short(value)} ({Numbers.Short(interval[0])} to {Numbers.Short(interval[1])})";

    private static string P(double p) => p < 0.001 ? "< .001" : p.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);
}
