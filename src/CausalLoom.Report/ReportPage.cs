using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Sections;

namespace CausalLoom.Report;

/// <summary>
/// Writes an evaluation as one self-contained HTML page: script, style and data are inline and nothing is loaded, so it
/// opens from the file system without a network. Without charts (<see cref="HasCharts"/>) words and tables remain.
/// </summary>
public static class ReportPage
{
    private static readonly (string Id, string Title)[] Contents =
    [
        ("verdict", "Verdict"),
        ("covariates", "1 Covariates"),
        ("treatment", "2 Treatment"),
        ("outcome", "3 Outcome"),
        ("effect", "4 Effect"),
        ("copying", "5 Copying, utility"),
        ("training", "6 Training"),
        ("run", "7 What was run"),
    ];

    /// <summary>Whether this build carries the charting bundle; it does not where it was built without Node or a network.</summary>
    public static bool HasCharts => ChartBundle.Embedded is not null;

    /// <summary>The page as text, to be written as UTF-8. The same input gives the same text.</summary>
    public static string Render(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Render(input, ChartBundle.Embedded);
    }

    internal static string Render(ReportInput input, ChartBundle? bundle)
    {
        ChartHost charts = new(bundle is not null);
        string style = ChartBundle.Resource("report.css") ?? throw new InvalidOperationException("The style sheet is not embedded.");
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy(bundle)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="CausalLoom {input.Run.Version}">
            <title>{input.Title}</title>
            <style>
            {Markup.Trusted(style)}</style>
            </head>
            <body>
            {Header(input)}
            <main>
            {VerdictSection.Of(input.Result.Verdicts)}
            {ReadingSection.Of(input, charts.HasCharts)}
            {CovariateSection.Of(input, charts)}
            {TreatmentSection.Of(input, charts)}
            {OutcomeSection.Of(input, charts)}
            {EffectSection.Of(input, charts)}
            {PrivacySection.Of(input)}
            {TrainingSection.Of(input, charts)}
            {RunSection.Of(input)}
            </main>
            {Script(bundle)}</body>
            </html>

            """).ToString();
    }

    // Only the bundle may run, known by its hash; Vega's expressions are interpreted and need no 'unsafe-eval'. Charts and
    // their tooltips style themselves, hence inline styles.
    private static string Policy(ChartBundle? bundle)
    {
        string script = bundle is null ? "'none'" : $"'{bundle.ContentSecurityHash}'";
        return $"default-src 'none'; script-src {script}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static Markup Header(ReportInput input) => Markup.Of($"""
        <header><h1>{input.Title}</h1>
        <p class="subtitle">{input.Run.InputName}: {Numbers.Count(input.Result.Rows.Real)} real rows against {Numbers.Count(input.Result.Rows.Synthetic)} synthetic rows{How(input.Run)}</p>
        <nav aria-label="Contents">{Contents.Select(c => Markup.Of($"<a href=\"#{c.Id}\">{c.Title}</a> "))}</nav></header>
        """);

    private static string How(RunFacts run) => (run.Method, run.Generator) switch
    {
        (not null, not null) => $", by {run.Method} with {run.Generator}",
        (not null, null) => $", by {run.Method}",
        (null, not null) => $", by {run.Generator}",
        _ => string.Empty,
    };

    private static Markup Script(ChartBundle? bundle) => bundle is null
        ? Markup.Empty
        : Markup.Of($"""
            <noscript><p class="notice">Charts need JavaScript; all numbers are in the tables.</p></noscript>
            <script type="application/json" id="chart-config">{ChartHost.Json(ChartSpec.Config())}</script>
            <script>{Markup.Trusted(bundle.Script)}</script>

            """);
}
