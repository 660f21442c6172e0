using CausalLoom.Evaluation;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report.Sections;

/// <summary>Rules between columns, where there are any: which no real row breaks and how often synthetic rows do.</summary>
internal static class RuleSection
{
    /// <summary>Whether there is anything to show.</summary>
    public static bool Has(EvaluationResult result) => result.Rules is { Rules.Count: > 0 };

    public static Markup Of(EvaluationResult result, ChartHost charts)
    {
        if (result.Rules is not { Rules: { Count: > 0 } rules } metrics)
        {
            return Markup.Empty;
        }

        string origin = metrics.Tried == 0 ? "They were given."
            : $"They were found among {Numbers.Plural((int)Math.Min(int.MaxValue, metrics.Tried), "condition")} that were tried; at most "
                + $"{Numbers.Percent(metrics.Fdr)} of them are expected to hold by chance.";
        Markup chart = charts.HasCharts && metrics.BrokenRate > 0
            ? Markup.Of($"""
                <div class="grid half">
                {charts.Figure("Broken rules", Markup.Text("Share of synthetic rows, worst rule first."), RuleChart.Of(rules))}</div>

                """) : Markup.Empty;
        return Markup.Of($"""
            <section id="rules" aria-labelledby="rules-h"><h2 id="rules-h">Rules between columns</h2>
            <p>{Numbers.Plural(rules.Count, "rule")} that no real row breaks. {origin}
            {Numbers.Percent(metrics.BrokenRate)} of synthetic rows break at least one.</p>
            {chart}{Begin("metrics", Words("Rule"), Figures("Synthetic rows that break it ↓", "Share"))}
            {rules.Select(rule => Row(rule.Rule, Figure(Numbers.Count(rule.Broken)), Figure(Numbers.Percent(rule.Rate))))}
            </tbody></table></div>
            </section>

            """);
    }
}
