using System.Globalization;
using CausalLoom.Report.Html;

namespace CausalLoom.Report.Sections;

/// <summary>The last section of a page: what was run, so that it can be run again.</summary>
internal static class ShortRunSection
{
    public static Markup Of(int number, RunFacts run, string data) => Markup.Of($"""
        <section id="run" aria-labelledby="run-h"><h2 id="run-h">{number} What was run</h2>
        {(run.CommandLine is null ? Markup.Empty : Markup.Of($"<pre><code>{run.CommandLine}</code></pre>\n"))}<div class="scroll"><table class="facts"><tbody>
        <tr><th scope="row">Data</th><td>{data}</td></tr>
        <tr><th scope="row">Seed</th><td>{run.Seed.ToString(CultureInfo.InvariantCulture)}</td></tr>
        {run.Options.Select(o => Markup.Of($"<tr><th scope=\"row\">{o.Key}</th><td>{o.Value}</td></tr>\n"))}<tr><th scope="row">CausalLoom</th><td>{run.Version}</td></tr></tbody></table></div></section>

        """);
}
