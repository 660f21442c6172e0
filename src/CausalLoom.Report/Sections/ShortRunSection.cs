using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Report.Html;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report.Sections;

/// <summary>The last section of a page: what was run, so that it can be run again.</summary>
internal static class ShortRunSection
{
    /// <summary>Of a run on one table.</summary>
    public static Markup Of(int number, RunFacts run, CausalData data) => Of(number, run,
        ("Data", $"{run.InputName}, {Numbers.Count(data.Rows)} rows, {Numbers.Count(data.Covariates.Columns.Count)} covariates"));

    /// <summary>Of a run on what is named.</summary>
    public static Markup Of(int number, RunFacts run, params IEnumerable<(string Name, string Value)> data)
    {
        string seed = run.Seed.ToString(CultureInfo.InvariantCulture);
        IEnumerable<(string, string)> facts =
            [.. data, .. LeftOutFacts.Of(run), ("Seed", seed), .. run.Options.Select(o => (o.Key, o.Value)), ("CausalLoom", run.Version)];
        return Markup.Of($"""
            <section id="run" aria-labelledby="run-h"><h2 id="run-h">{number} What was run</h2>
            {Command(run.CommandLine)}{Facts(facts)}</section>

            """);
    }

    /// <summary>The command line, where there was one.</summary>
    public static Markup Command(string? command) =>
        command is null ? Markup.Empty : Markup.Of($"<pre><code>{command}</code></pre>\n");

    /// <summary>Names and values as a table.</summary>
    public static Markup Facts(IEnumerable<(string Name, string Value)> facts) =>
        Markup.Of($"{Begin("facts")}\n{facts.Select(fact => Row(fact.Name, Cell(fact.Value)))}</tbody></table></div>");
}
