using System.Globalization;
using CausalLoom.Estimation.Average;
using CausalLoom.Report.Html;
using CausalLoom.Report.Sections;
using CausalLoom.Studies;
using static CausalLoom.Report.Html.HtmlTable;

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
            <p class="subtitle">A simulation study: {Subtitle(summary.Study)}</p></header>
            """);
        Markup body = Markup.Of($"""
            {Notice(summary)}{Aims(summary.Study)}
            {Panels(summary).Select((panel, i) => Section(panel, i + 1, summary.Study, charts))}
            {EvaluationSection.Of(summary, charts)}{Failures(summary)}{Run(input)}
            """);
        return PageFrame.Of(summary.Study.Name, input.Version, header, body, bundle);
    }

    private static string Subtitle(Study study) => string.Join(", ", new[]
    {
        Numbers.Plural(study.Sources.Count, "source"),
        study.Methods.Count > 0
            ? $"{Numbers.Plural(study.Methods.Count, "method")}, {Numbers.Count(study.Replicates)} replicates a cell" : null,
        study.Evaluations.Count > 0 ? Numbers.Plural(study.Evaluations.Count, "evaluation") + " of fits" : null,
    }.OfType<string>());

    // A source and a target: what can be compared.
    private static IEnumerable<StudySummaryRow[]> Panels(StudySummary summary) => summary.Study.Methods.Count == 0 ? [] :
        summary.Study.Sources.SelectMany(source => summary.Study.Targets.Select(target =>
            summary.Rows.Where(r => r.Cell.Source == source.Name && r.Estimand == target.Name).ToArray()));

    private static Markup Notice(StudySummary summary) => WarningSection.Of((summary.IsComplete ? (string[])[]
        : [$"{Numbers.Count(summary.Units - summary.UnitsDone)} of {Numbers.Count(summary.Units)} units are not done: these are results "
            + "of a part of the study."]).Concat(summary.Reading.SelectMany(one => one.Warnings.Select(w => $"Source {one.Source}: {w}"))));

    private static Markup Aims(Study study) =>
        study.Aims.Length == 0 ? Markup.Empty : Markup.Of($"<section id=\"aims\"><h2>Aims</h2><p>{study.Aims}</p></section>\n");

    private static Markup Section(StudySummaryRow[] rows, int number, Study study, ChartHost charts)
    {
        StudySummaryRow first = rows.FirstOrDefault(r => r.Replicates > 0) ?? rows[0];
        string id = "panel-" + number.ToString(CultureInfo.InvariantCulture);
        // "ate high vs low": levels keep their case.
        string[] target = first.Estimand.Split(' ', 2);
        string title = $"{first.Cell.Source}: {string.Join(' ', [target[0].ToUpperInvariant(), .. target[1..]])}";
        return Markup.Of($"""
            <section id="{id}" aria-labelledby="{id}-h"><h2 id="{id}-h">{number} {title}</h2>
            <p>{Truth(first)}</p>
            {Drawn(rows, charts)}
            {Begin("metrics", Figures("n"), Words("Method"), Figures(study.Measures.Select(m => Caption(m, first.Truth))),
                Figures("Failed"))}
            {rows.Select(r => Line(r, study))}</tbody></table></div>
            <p class="how">In brackets: the Monte-Carlo standard error, which more replicates make smaller.</p></section>

            """);
    }

    private static Markup Drawn(StudySummaryRow[] rows, ChartHost charts)
    {
        if (rows.All(r => double.IsNaN(r.Measures["bias"].Value)))
        {
            return Markup.Empty;
        }

        return Markup.Of($"""
            {charts.Figure("Bias",
                Markup.Text("Bars are ±1.96 Monte-Carlo standard errors: a bar that meets the line at 0 shows no bias that these "
                    + "replicates can see."),
                StudyCharts.ByRows(rows, "bias", 0, "bias (outcome units)", null))}{charts.Figure("Coverage of 95 % intervals",
                Markup.Text("Bars are ±1.96 Monte-Carlo standard errors; the line is at 95 %."),
                StudyCharts.ByRows(rows, "coverage", 0.95, "coverage", ".0%"))}
            """);
    }

    private static Markup Line(StudySummaryRow row, Study study) => Markup.Of(
        $"<tr>{Figure(Numbers.Count(row.Cell.Rows))}<th scope=\"row\">{row.Method}</th>"
            + $"{study.Measures.Select(m => Figure(Shown(m, row.Measures[m])))}"
            + $"{Figure($"{Numbers.Count(row.Failures)} of {Numbers.Count(row.Replicates)}")}</tr>\n");

    private static string Shown(string measure, Measured m)
    {
        bool share = measure is "coverage" or "bias_eliminated_coverage" or "power";
        string Figure(double value) => share ? Numbers.Percent(value) : Numbers.Short(value);
        string error = double.IsNaN(m.MonteCarloSe) ? string.Empty : $" ({Figure(m.MonteCarloSe)})";
        return double.IsNaN(m.Value) ? "–" : Figure(m.Value) + error;
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
        "precision_gain" => "Precision gained, %",
        "within_fit_se" => "SE within fits",
        "between_fit_sd" => "SD between fits",
        _ => truth == 0 ? "Type I error" : "Power",
    };

    private static string Truth(StudySummaryRow row) => row switch
    {
        { Replicates: 0 } => "Nothing of this is done yet.",
        _ when double.IsNaN(row.Truth) => "The true effect is unknown: bias and coverage cannot be told.",
        { TruthSd: > 0 } => $"Each of {Numbers.Count(row.Fits)} fitted generators has a true effect of its own: {Numbers.Short(row.Truth)} "
            + $"on average, with a standard deviation of {Numbers.Short(row.TruthSd)}.",
        { TruthSe: > 0 } =>
            $"The true effect is {Numbers.Short(row.Truth)}, with a Monte-Carlo standard error of {Numbers.Short(row.TruthSe)}.",
        _ => $"The true effect is {Numbers.Short(row.Truth)}.",
    };

    private static Markup Failures(StudySummary summary)
    {
        Markup[] failed =
        [
            .. summary.Rows.SelectMany(r =>
                r.FailureTexts.Select(f => Failure($"{r.Cell.Name}, {r.Method}, {r.Estimand}", f, r.Replicates))),

            // An evaluation fails for all its figures: one stands for them.
            .. summary.Figures.DistinctBy(f => (f.Source, f.Evaluation))
                .SelectMany(r => r.FailureTexts.Select(f => Failure($"{r.Source}, {r.Evaluation}", f, r.Done))),
        ];
        return failed.Length == 0 ? Markup.Empty : Markup.Of($"""
            <section id="failures" aria-labelledby="failures-h"><h2 id="failures-h">Failures</h2>
            <p>What is measured is over the replicates and fits that gave a result; where many failed, it flatters.</p>
            {Begin("facts")}
            {failed}</tbody></table></div></section>

            """);
    }

    private static Markup Failure(string of, (string Text, int Count) failure, int all) =>
        Row(of, Figure($"{Numbers.Count(failure.Count)} of {Numbers.Count(all)}"), Cell(failure.Text));

    private static Markup Run(StudyReportInput input)
    {
        Study study = input.Summary.Study;
        IEnumerable<(string, string)> facts =
        [
            .. study.Sources.Concat(study.Donors).Select(s => ($"Source {s.Name}", $"{s.Kind.ToString().ToLowerInvariant()} "
                + $"{Path.GetFileName(s.Target)}{string.Concat(s.Settings.Select(set => " " + set))}{Fitted(s)}")),
            .. input.Summary.Reading.Select(one => ($"Left out of {one.Source}", one.LeftOut)),
            .. study.Methods.Select(m => ($"Method {m.Name}", m.Description)),
            .. study.Evaluations.Select(e => ($"Evaluation {e.Name}", $"{e.Evaluate} of {string.Join(", ", e.Sources)}")),
            ("Seed", study.Seed.ToString(CultureInfo.InvariantCulture)),
            ("CausalLoom", input.Version),
        ];
        return Markup.Of($"""
            <section id="run" aria-labelledby="run-h"><h2 id="run-h">What was run</h2>
            {ShortRunSection.Command(input.CommandLine)}{ShortRunSection.Facts(facts)}</section>

            """);
    }

    private static string Fitted(StudySourceSpec source) => source.Fitting is not { } fitting ? string.Empty : string.Join(", ", new[]
    {
        string.Empty,
        Numbers.Plural(fitting.Fits, "fit"),
        fitting.SeedRows is { } rows ? $"{Numbers.Count(rows)} rows each" : null,
        fitting.Plan.Method,
        Word(fitting.Sandbox?.Mode),
        fitting.Plan.Preset,
        fitting.Plan.Part("generator"),
        Word(fitting.Sandbox?.Prior),
        Word(fitting.Sandbox?.Reconstruction),
        Word(fitting.Sandbox?.Control),
    }.OfType<string>().Concat(fitting.Plan.Settings.Select(set => $"{set.Name}={set.Value}")));

    private static string? Word(Enum? value) => value?.ToString().ToLowerInvariant();
}
