using CausalLoom.Report.Html;

namespace CausalLoom.Report.Sections;

/// <summary>How to read the page, before any number.</summary>
internal static class ReadingSection
{
    public static Markup Of(ReportInput input, bool hasCharts) => Markup.Of($"""
        <section id="reading" aria-labelledby="reading-h"><h2 id="reading-h">How to read this</h2>
        <div class="columns"><p>Synthetic data are of use for causal questions when three things hold at once: the covariates X come from
        the same population, treatment W depends on X as it did, and the outcome Y responds to W and X as it did. Each has its own section,
        because a single overall score hides a failure of the last two. Two more ask whether an analysis gives the same average effect, and
        whether the rows are new.</p>
        <p>{Legend(hasCharts)} Scores are judged against references measured on the real rows themselves: a <em>floor</em>, a
        <em>null</em> or an <em>oracle</em>. Perfect is not the mark to reach: an independent sample of the same population is not
        identical to the real rows, and data that look too similar may be copies. “↑ higher”, “↓ lower” and “→ near” say which
        values are better.</p></div>
        {Notices(input, hasCharts)}</section>

        """);

    private static Markup Legend(bool hasCharts) => hasCharts
        ? Markup.Of($"In charts, <span class=\"swatch real\"></span><strong>real rows are filled blue</strong> and <span class=\"swatch "
            + $"synthetic\"></span><strong>synthetic rows are an orange outline</strong>.")
        : Markup.Empty;

    private static Markup Notices(ReportInput input, bool hasCharts)
    {
        Markup absent = hasCharts
            ? Markup.Empty
            : Markup.Of($"<p class=\"notice\">This page has no charts: the program that wrote it was built without Node or without a "
                + $"network. All numbers and words are here.</p>\n");
        Markup warnings = input.Warnings.Count == 0
            ? Markup.Empty
            : Markup.Of($"<div class=\"notice\"><strong>Warnings of this "
                + $"run</strong><ul>{input.Warnings.Select(w => Markup.Of($"<li>{w}</li>"))}</ul></div>\n");
        return Markup.Of($"{absent}{warnings}");
    }
}
