using System.Globalization;
using CausalLoom.Jobs;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Sections;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report;

/// <summary>Writes what a release gives its analysts as one self-contained HTML page.</summary>
public static class CertifyReport
{
    /// <summary>The page as text, to be written as UTF-8. The same input gives the same text.</summary>
    public static string Render(CertifyReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Render(input, ChartBundle.Embedded);
    }

    internal static string Render(CertifyReportInput input, ChartBundle? bundle)
    {
        ChartHost charts = new(bundle is not null);
        CertifyResult result = input.Result;
        Markup header = Markup.Of($"""
            <header><h1>{input.Title}</h1>
            <p class="subtitle">{Subtitle(result)}</p></header>
            """);
        Markup body = Markup.Of($"""
            {CertificateSection.Of(input)}{WarningSection.Of(Failures(result).Concat(result.Warnings).Concat(LeftOutFacts.Warnings(
                input.Run)))}{result.Tallies.Select((tally, i) => Tally(i + 1, tally.What, tally.Tally, charts))}
            {ShortRunSection.Of(result.Tallies.Count + 1, input.Run, Facts(input))}
            """);
        return PageFrame.Of(input.Title, input.Run.Version, header, body, bundle);
    }

    private static string Subtitle(CertifyResult result) =>
        $"{Released(result)} of {Numbers.Count(result.Job.Release.RealRows)} real ones; {Numbers.Count(result.Job.Worlds)} worlds of which "
        + $"the truth is known, in each of which the release is made anew";

    /// <summary>"5 copies of 500 synthetic rows".</summary>
    internal static string Released(CertifyResult result)
    {
        string rows = $"{Numbers.Count(result.Job.Release.SyntheticRows ?? result.Job.Release.RealRows)} synthetic rows";
        return result.Job.Release.Copies > 1 ? $"{Numbers.Count(result.Job.Release.Copies)} copies of {rows}" : rows;
    }

    // What is measured is over the worlds that were gone through: where many were not, it flatters.
    private static IEnumerable<string> Failures(CertifyResult result) => result.Tallies.SelectMany(tally => tally.Tally.Failures
        .Select(failure => $"{tally.What}, {Numbers.Plural(failure.Worlds, "world")} could not be gone through and "
            + $"{(failure.Worlds == 1 ? "is" : "are")} in no share below: {failure.Reason}"));

    private static Markup Tally(int number, string what, ReleaseTally tally, ChartHost charts)
    {
        string id = "worlds-" + number.ToString(CultureInfo.InvariantCulture);
        bool none = tally.Lines.All(line => line.Truth == 0);
        ReleasePerformance[] drawn = [.. tally.Lines.Where(line => line.Intervals > 0)];
        Markup figures = drawn.Length == 0 ? Markup.Empty : Markup.Of($"""
            <div class="grid half">{charts.Figure("Coverage of 95 % intervals",
                Markup.Text("Bars are ±1.96 Monte-Carlo standard errors, which more worlds make shorter; the line is at 95 %."),
                CertifyCharts.Shares(drawn, line => line.Coverage, 0.95, "intervals that hold the truth"))}{charts.Figure(
                none ? "Type I error" : "Intervals without 0: power",
                Markup.Text(none ? "There is no average effect, and an interval without 0 finds one; the line is at 5 %."
                    : "Power is worth something only where coverage is right."),
                CertifyCharts.Shares(drawn, line => line.Rejection, none ? 0.05 : null, "intervals without 0"))}</div>
            """);
        return Markup.Of($"""
            <section id="{id}" aria-labelledby="{id}-h"><h2 id="{id}-h">{number} {what}: {Numbers.Plural(tally.Worlds, "world")}</h2>
            {figures}
            {Begin("metrics", Words("Interval from", "Estimator", "Contrast"), Figures("Truth", "Coverage",
                none ? "Type I error" : "Excludes 0", "Bias", "SE / spread", "SE / real rows'", "No interval"))}
            {tally.Lines.Select(Line)}</tbody></table></div>
            <p class="how">In brackets: the Monte-Carlo standard error. SE / spread: the standard errors' root mean square over the standard
            deviation of the estimates; 1 is right. No interval: worlds in which there was none, which are in no share.</p></section>

            """);
    }

    private static Markup Line(ReleasePerformance line) => Row(CertifyResult.Named(line.Analysis), Cell(line.Estimator),
        Cell($"{line.Level} − {line.Reference}"), Figure(Numbers.Short(line.Truth)), Figure(Share(line, line.Coverage)),
        Figure(Share(line, line.Rejection)), Figure(Numbers.Short(line.Bias)), Figure(Ratio(line.SeRatio)), Figure(Ratio(line.SeOverReal)),
        Figure($"{Numbers.Count(line.NoInterval)} of {Numbers.Count(line.Worlds)}"));

    private static string Ratio(double value) => double.IsFinite(value) ? Numbers.Short(value) : "–";

    private static string Share(ReleasePerformance line, double share) =>
        line.Intervals == 0 ? "–" : $"{Numbers.Percent(share)} ({Numbers.Percent(line.Error(share))})";

    private static IEnumerable<(string Name, string Value)> Facts(CertifyReportInput input)
    {
        CertifyResult result = input.Result;
        yield return ("Release", input.Run.SyntheticName ?? "given");
        yield return ("Worlds from", result.Job.PopulationTruth is null
            ? $"models of {input.Run.InputName}: covariates resampled, treatment and outcome drawn"
            : $"rows of {input.Run.InputName}, a population");
        yield return ("Method", result.Plan.Method);
        yield return ("Generator", result.Plan.Part("generator") ?? "none");
        yield return ("Estimand", Estimation.Average.Estimands.Name(result.Job.Analysis.Estimand));
        yield return ("The release's nuisances", result.Job.Release.Nuisance);
    }
}
