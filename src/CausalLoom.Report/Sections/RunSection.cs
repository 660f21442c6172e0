using System.Globalization;
using CausalLoom.Report.Html;
using CausalLoom.Report.Metrics;

namespace CausalLoom.Report.Sections;

/// <summary>Section 7: what was run, joint metrics, every number.</summary>
internal static class RunSection
{
    public static Markup Of(ReportInput input) => Markup.Of($"""
        <section id="run" aria-labelledby="run-h"><h2 id="run-h">8 What was run</h2>
        {Command(input.Run.CommandLine)}<div class="scroll"><table class="facts"><tbody>
        {Facts(input).Select(f => Markup.Of($"<tr><th scope=\"row\">{f.Key}</th><td>{f.Value}</td></tr>\n"))}</tbody></table></div>
        <h3>Joint metrics</h3>
        <p>On all columns at once (X, W and Y). They are shown because papers report them; <strong>they cannot see failures of W or
        Y</strong> once there are more than a few covariates: two of many columns hardly move them.</p>
        {MetricTable.Judged("Joint metrics", CovariateCatalog.Joint(input.Result.Joint))}
        <details><summary>All numbers</summary>
        {MetricTable.Plain(MetricCatalog.All(input.Result))}</details></section>

        """);

    private static Markup Command(string? command) => command is null ? Markup.Empty : Markup.Of($"<pre><code>{command}</code></pre>\n");

    private static IEnumerable<KeyValuePair<string, string>> Facts(ReportInput input)
    {
        RunFacts run = input.Run;
        yield return new("Real data",
            $"{run.InputName}, {Numbers.Count(input.Result.Rows.Real)} rows, {input.Real.Covariates.Columns.Count} covariates");
        yield return new("Synthetic data",
            $"{run.SyntheticName ?? "drawn in this run"}, {Numbers.Count(input.Result.Rows.Synthetic)} rows");
        if (input.Result.Rows.Sampled is { } sampled)
        {
            yield return new("Rows used", sampled);
        }

        foreach ((string name, string value) in LeftOutFacts.Of(run))
        {
            yield return new(name, value);
        }

        if (run.Method is not null)
        {
            yield return new("Method", run.Method);
        }

        if (run.Generator is not null)
        {
            yield return new("Generator", run.Generator);
        }

        yield return new("Seed", run.Seed.ToString(CultureInfo.InvariantCulture));
        yield return new("Seed of the evaluation", input.Result.Seed.ToString(CultureInfo.InvariantCulture));
        yield return new("CausalLoom", input.Result.Version == run.Version ? run.Version
            : $"{run.Version}; evaluated by {input.Result.Version}");
        foreach (KeyValuePair<string, string> option in run.Options)
        {
            yield return option;
        }
    }
}
