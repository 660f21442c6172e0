using System.Globalization;
using CausalLoom.Estimation.Average;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Sections;
using CausalLoom.Studies;

namespace CausalLoom.Report;

/// <summary>Writes a simulation study as one self-contained HTML page.</summary>
public static class StudyReport
{
    /// <summary>The page as text, to be written as UTF-8. The same input gives the same text.</summary>
    public static string Render(StudyReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Render(input, ChartBundle.Embedded);
    }

    internal static string Render(StudyReportInput input, ChartBundle? bundle)
    {
        ChartHost charts = new(bundle is not null);
        StudySummary summary = input.Summary;
        Markup header = Markup.Of($"""
            <header><h1>{summary.Study.Name}</h1>
            <p class="subtitle">A simulation study: {Numbers.Plural(summary.Study.Sources.Count, "source")}, {Numbers.Plural(summary.Study.Methods.Count, "method")}, {Numbers.Count(summary.Study.Replicates)} replicates a cell</p></header>
            """);
        Markup body = Markup.Of($"""
            {Notice(summary)}{Aims(summary.Study)}
            {Panels(summary).Select((panel, i) => Section(panel, i + 1, summary.Study, charts))}
            {Failures(summary)}{Run(input)}
            """);
        return PageFrame.Of(summary.Study.Name, input.Version, header, body, bundle);
    }

    // A source and an estimand: what can be compared.
    private static IEnumerable<StudySummaryRow[]> Panels(StudySummary summary) =>
        summary.Study.Sources.SelectMany(source => summary.Study.Estimands.Select(estimand => summary.Rows.Where(r => r.Cell.Source == source.Name && r.Estimand == estimand.Name()).ToArray()));

    private static Markup Notice(StudySummary summary) => summary.IsComplete
        ? Markup.Empty
        : Markup.Of($"<section id=\"warnings\"><h2>What to know first</h2><p>{Numbers.Count(summary.Units - summary.UnitsDone)} of {Numbers.Count(summary.Units)} units are not done: these are results of a part of the study.</p></section>\n");

    private static Markup Aims(Study study) => study.Aims.Length == 0 ? Markup.Empty : Markup.Of($"<section id=\"aims\"><h2>Aims</h2><p>{study.Aims}</p></section>\n");

    private static Markup Section(StudySummaryRow[] rows, int number, Study study, ChartHost charts)
    {
        StudySummaryRow first = rows.FirstOrDefault(r => r.Replicates > 0) ?? rows[0];
        string id = "panel-" + number.ToString(CultureInfo.InvariantCulture);
        string title = $"{first.Cell.Source}: {first.Estimand.ToUpperInvariant()}";
        return Markup.Of($"""
            <section id="{id}" aria-labelledby="{id}-h"><h2 id="{id}-h">{number} {title}</h2>
            <p>{Truth(first)}</p>
            {Figures(rows, charts)}
            <div class="scroll"><table class="metrics"><thead><tr><th scope="col" class="n">n</th><th scope="col">Method</th>{study.Measures.Select(m => Markup.Of($"<th scope=\"col\" class=\"n\">{Caption(m, first.Truth)}</th>"))}<th scope="col" class="n">Failed</th></tr></thead><tbody>
            {rows.Select(r => Row(r, study))}</tbody></table></div>
            <p class="how">In brackets: the Monte-Carlo standard error, which more replicates make smaller.</p></section>

            """);
    }

    private static Markup Figures(StudySummaryRow[] rows, ChartHost charts)
    {
        if (rows.All(r => double.IsNaN(r.Measures["bias"].Value)))
        {
            return Markup.Empty;
        }

        return Markup.Of($"""
            {charts.Figure("Bias", Markup.Text("Bars are ±1.96 Monte-Carlo standard errors: a bar that meets the line at 0 shows no bias that these replicates can see."), StudyCharts.ByRows(rows, "bias", 0, "bias (outcome units)", null))}{charts.Figure("Coverage of 95 % intervals", Markup.Text("Bars are ±1.96 Monte-Carlo standard errors; the line is at 95 %."), StudyCharts.ByRows(rows, "coverage", 0.95, "coverage", ".0%"))}
            """);
    }

    private static Markup Row(StudySummaryRow row, Study study) => Markup.Of($"<tr><td class=\"n\">{Numbers.Count(row.Cell.Rows)}</td><th scope=\"row\">{row.Method}</th>{study.Measures.Select(m => Cell(m, row.Measures[m]))}<td class=\"n\">{Numbers.Count(row.Failures)} of {Numbers.Count(row.Replicates)}</td></tr>\n");

    private static Markup Cell(string measure, Measured m)
    {
        bool share = measure is "coverage" or "bias_eliminated_coverage" or "power";
        string Shown(double value) => share ? Numbers.Percent(value) : Numbers.Short(value);
        return double.IsNaN(m.Value) ? Markup.Of($"<td class=\"n\">–</td>") : Markup.Of($"<td class=\"n\">{Shown(m.Value)}{(double.IsNaN(m.MonteCarloSe) ? string.Empty : $" ({Shown(m.MonteCarloSe)})")}</td>");
    }

    private static string Caption(string measure, double truth) => measure switch
    {
        "bias" => "Bias",
        "empirical_se" => "Empirical SE",
        "model_se" => "Model SE",
        "relative_error_model_se" => "Error of model SE, %",
        "mse" => "MSE",
        "rmse" => "RMSE",
        "coverage" => "Coverage",
        "bias_eliminated_coverage" => "Coverage of the mean",
        "within_fit_se" => "SE within fits",
        "between_fit_sd" => "SD between fits",
        _ => truth == 0 ? "Type I error" : "Power",
    };

    private static string Truth(StudySummaryRow row) => row switch
    {
        { Replicates: 0 } => "Nothing of this is done yet.",
        _ when double.IsNaN(row.Truth) => "The true effect is unknown: bias and coverage cannot be told.",
        { TruthSd: > 0 } => $"Each of {Numbers.Count(row.Fits)} fitted generators has a true effect of its own: {Numbers.Short(row.Truth)} on average, with a standard deviation of {Numbers.Short(row.TruthSd)}.",
        { TruthSe: > 0 } => $"The true effect is {Numbers.Short(row.Truth)}, with a Monte-Carlo standard error of {Numbers.Short(row.TruthSe)}.",
        _ => $"The true effect is {Numbers.Short(row.Truth)}.",
    };

    private static Markup Failures(StudySummary summary)
    {
        StudySummaryRow[] failed = [.. summary.Rows.Where(r => r.Failures > 0)];
        return failed.Length == 0 ? Markup.Empty : Markup.Of($"""
            <section id="failures" aria-labelledby="failures-h"><h2 id="failures-h">Failures</h2>
            <p>Measures are over the replicates in which a method gave an estimate; where it failed often, they flatter it.</p>
            <div class="scroll"><table class="facts"><tbody>
            {failed.SelectMany(r => r.FailureTexts.Select(f => Markup.Of($"<tr><th scope=\"row\">{r.Cell.Name}, {r.Method}, {r.Estimand}</th><td class=\"n\">{Numbers.Count(f.Count)} of {Numbers.Count(r.Replicates)}</td><td>{f.Text}</td></tr>\n")))}</tbody></table></div></section>

            """);
    }

    private static Markup Run(StudyReportInput input) => Markup.Of($"""
        <section id="run" aria-labelledby="run-h"><h2 id="run-h">What was run</h2>
        {(input.CommandLine is null ? Markup.Empty : Markup.Of($"<pre><code>{input.CommandLine}</code></pre>\n"))}<div class="scroll"><table class="facts"><tbody>
        {input.Summary.Study.Sources.Select(s => Markup.Of($"<tr><th scope=\"row\">Source {s.Name}</th><td>{s.Kind.ToString().ToLowerInvariant()} {Path.GetFileName(s.Target)} {string.Join(", ", s.Settings)}</td></tr>\n"))}{input.Summary.Study.Methods.Select(m => Markup.Of($"<tr><th scope=\"row\">Method {m.Name}</th><td>{m.Estimator}, {m.NuisanceKey}</td></tr>\n"))}<tr><th scope="row">Seed</th><td>{input.Summary.Study.Seed.ToString(CultureInfo.InvariantCulture)}</td></tr>
        <tr><th scope="row">CausalLoom</th><td>{input.Version}</td></tr></tbody></table></div></section>

        """);
}
