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
        ("diagnosis", "5 Where they differ"),
        ("rules", "Rules"),
        ("copying", "6 Copying, utility"),
        ("training", "7 Training"),
        ("run", "8 What was run"),
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
        Markup body = Markup.Of($"""
            {VerdictSection.Of(input.Result.Verdicts)}
            {ReadingSection.Of(input, charts.HasCharts)}
            {CovariateSection.Of(input, charts)}
            {TreatmentSection.Of(input, charts)}
            {OutcomeSection.Of(input, charts)}
            {EffectSection.Of(input, charts)}
            {DiagnosisSection.Of(input, charts)}{RuleSection.Of(input.Result, charts)}
            {PrivacySection.Of(input)}
            {TrainingSection.Of(input, charts)}
            {RunSection.Of(input)}
            """);
        return PageFrame.Of(input.Title, input.Run.Version, Header(input), body, bundle);
    }

    private static Markup Header(ReportInput input) => Markup.Of($"""
        <header><h1>{input.Title}</h1>
        <p class="subtitle">{input.Run.InputName}: {Numbers.Count(input.Result.Rows.Real)} real rows against
        {Numbers.Count(input.Result.Rows.Synthetic)} synthetic rows{How(input.Run)}</p>
        <nav aria-label="Contents">{Shown(input).Select(c => Markup.Of($"<a href=\"#{c.Id}\">{c.Title}</a> "))}</nav></header>
        """);

    private static IEnumerable<(string Id, string Title)> Shown(ReportInput input) =>
        Contents.Where(c => c.Id != "rules" || RuleSection.Has(input.Result));

    private static string How(RunFacts run) => (run.Method, run.Generator) switch
    {
        (not null, not null) => $", by {run.Method} with {run.Generator}",
        (not null, null) => $", by {run.Method}",
        (null, not null) => $", by {run.Generator}",
        _ => string.Empty,
    };
}
