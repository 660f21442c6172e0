using CausalLoom.Jobs;
using CausalLoom.Report.Html;

namespace CausalLoom.Report.Sections;

/// <summary>The head of a certificate: whether intervals by the release file hold, and what to write beside the data.</summary>
internal static class CertificateSection
{
    public static Markup Of(CertifyReportInput input)
    {
        CertifyResult result = input.Result;
        (string css, string words) = result.Verdict switch
        {
            "certified" => ("pass", $"Certified: by the release file 95 % intervals hold the truth in at least "
                + $"{Numbers.Percent(CertifyResult.LeastCoverage)} of releases."),
            "not certified" => ("fail", $"Not certified: by the release file 95 % intervals hold the truth in fewer than "
                + $"{Numbers.Percent(CertifyResult.LeastCoverage)} of releases."),
            _ => ("caution", $"These worlds cannot tell whether 95 % intervals by the release file hold the truth in at least "
                + $"{Numbers.Percent(CertifyResult.LeastCoverage)} of releases: more worlds help, ‹worlds›."),
        };
        return Markup.Of($"""
            <section id="certificate" aria-labelledby="certificate-h"><h2 id="certificate-h">What this release is worth</h2>
            <p class="headline {css}"><span class="badge">{words}</span></p>
            <h3>To write beside the data</h3>
            <blockquote><p>{Beside(input)}</p></blockquote></section>

            """);
    }

    // Of several estimators and contrasts the worst of each kind.
    private static string Beside(CertifyReportInput input)
    {
        CertifyResult result = input.Result;
        string file = input.Run.SyntheticName is { } name ? $"the release file {name}" : "the release file";
        string made = $"{CertifyReport.Released(result)} of a model ({string.Join(", ", new[] { result.Plan.Method,
            result.Plan.Part("generator") }.OfType<string>())}) of {Numbers.Count(result.Job.Release.RealRows)} real rows.";
        string plain = Held(result, "rows") is { } rows
            ? $" Computed from {(result.Job.Release.Copies > 1 ? "one copy" : "them")} as if the rows were real, 95 % intervals hold the "
                + $"population's effect in {rows} of such releases: do not do that." : string.Empty;
        string told = Held(result, "release") is { } release
            ? $" With {file} ({(result.Job.Release.Copies > 1 ? "all copies, " : string.Empty)}‹release›) they hold it in {release}."
            : $" With {file} there is no interval.";
        string other = result.Job.Release.Copies > 1
            ? Held(result, "between") is { } between ? $" By what the copies differ by, without that file, in {between}." : string.Empty
            : " For analyses that the file did not measure, multiply standard errors by √(1 + m/n).";
        string error = Errors(result) is { } type
            ? $" Where there is no effect, intervals with the file find one in {type}." : string.Empty;
        return $"{made}{plain}{told}{other}{error}";
    }

    private static string? Held(CertifyResult result, string analysis) => result.Tallies.SelectMany(tally => tally.Tally.Lines)
        .Where(line => line.Analysis == analysis && line.Intervals > 0).MinBy(line => line.Coverage) is { } worst
            ? Told(worst, worst.Coverage) : null;

    private static string? Errors(CertifyResult result) => result.None?.Lines
        .Where(line => line.Analysis == "release" && line.Intervals > 0 && line.Truth == 0).MaxBy(line => line.Rejection) is { } worst
            ? Told(worst, worst.Rejection) : null;

    private static string Told(ReleasePerformance line, double share) =>
        $"{Numbers.Percent(share)} (± {Numbers.Percent(1.96 * line.Error(share))}, {Numbers.Count(line.Intervals)} worlds)";
}
