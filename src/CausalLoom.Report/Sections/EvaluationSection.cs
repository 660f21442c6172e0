using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Studies;
using CausalLoom.Studies.Evaluations;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report.Sections;

/// <summary>A study's evaluations of fitted generators: charts and the table that its file sets out.</summary>
internal static class EvaluationSection
{
    /// <summary>The most charts on a page; the table has all figures.</summary>
    private const int MostCharts = 12;

    public static Markup Of(StudySummary summary, ChartHost charts)
    {
        if (summary.Figures.Count == 0)
        {
            return Markup.Empty;
        }

        StudyTable table = StudyTable.Of(summary);
        bool chosen = table.Blocks.Any(b => b.Figure.IsCharted);
        StudyTableBlock[] drawn = [.. table.Blocks.Where(b => IsDrawn(b) && (b.Figure.IsCharted || !chosen))];
        return Markup.Of($"""
            <section id="evaluations" aria-labelledby="evaluations-h"><h2 id="evaluations-h">Fits as they are evaluated</h2>
            <p>{Fits(summary)} What is measured is each fitted generator itself, so its replicates are fits, with training seeds of their
            own.</p>
            {Drawn(table, drawn, charts)}
            {Table(table)}
            <p class="how">Means over fits, in brackets their standard deviation over fits; of checks, in how many fits they passed. n/a:
            the figure does not exist there, as r where what was asked is constant.</p></section>

            """);
    }

    private static string Fits(StudySummary summary)
    {
        int[] fits = [.. summary.Figures.DistinctBy(f => f.Source).Select(f => f.Done).Order()];
        string each = fits[0] == fits[^1] ? Numbers.Plural(fits[0], "fit")
            : $"{Numbers.Count(fits[0])} to {Numbers.Plural(fits[^1], "fit")}";
        return $"{each} of each of {Numbers.Plural(fits.Length, "source")}.";
    }

    private static bool IsDrawn(StudyTableBlock block) =>
        block.Rows.Any(row => row.Any(cell => cell is { Figure.IsCheck: false, Values.Count: > 0 }));

    private static Markup Drawn(StudyTable table, StudyTableBlock[] drawn, ChartHost charts)
    {
        if (drawn.Length == 0 || !charts.HasCharts)
        {
            return Markup.Empty;
        }

        string published = drawn.Any(b => b.Figure.Published.Count > 0)
            ? " Diamonds are published numbers, of other data where the study says so." : string.Empty;
        string more = drawn.Length > MostCharts ? $" Charts show the first {MostCharts} figures of {drawn.Length}; `chart: true` in the "
            + $"study file chooses others." : string.Empty;
        return Markup.Of($"""
            <p>Points are means over fits; bars reach from the smallest fit to the largest.{published}{more}</p>
            <div class="grid half">
            {drawn.Take(MostCharts).Select(block => charts.Figure(block.Figure.Label, Markup.Text(Caption(block)),
                StudyFigureCharts.Of(table.Spec, block)))}</div>
            """);
    }

    private static string Caption(StudyTableBlock block) => block.Rows.SelectMany(row => row).OfType<StudyFigureRow>().First().Figure.Label;

    private static Markup Table(StudyTable table)
    {
        (IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> lines) = table.Cells();
        int words = head.Count > 1 && head[1] == "of" ? 2 : 1;
        return Markup.Of($"""
            {Begin("metrics", Words(head.Take(words).Select(c => char.ToUpperInvariant(c[0]) + c[1..])), Figures(head.Skip(words)))}
            {lines.Select(line => Row(line[0], line.Skip(1).Select((c, k) => k + 1 < words ? Cell(c) : Figure(c))))}</tbody></table></div>
            """);
    }
}
