using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Metrics;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report.Sections;

/// <summary>Section 1: margins, correlations and the metrics of P(X).</summary>
internal static class CovariateSection
{
    private const int ShownMargins = 12;
    private const int HeatMapColumns = 24;

    public static Markup Of(ReportInput input, ChartHost charts)
    {
        IReadOnlyList<Margin> margins = MarginSummary.WorstFirst(input.Real.Covariates, input.Synthetic.Covariates);
        return Markup.Of($"""
            <section id="covariates" aria-labelledby="covariates-h"><h2 id="covariates-h">1 Covariates: P(X)</h2>
            <p>Treatment and outcome are left out here. About recall R: {CovariateCatalog.RecallReference}. So R is not to be maximised.</p>
            {Margins(margins, charts)}
            {MarginTable(margins, charts.HasCharts)}
            {CorrelationPart(Correlations.Of(input.Real.Covariates, input.Synthetic.Covariates), charts)}
            {MetricTable.Judged("Fidelity of the covariates", CovariateCatalog.Covariates(input.Result.Covariates))}</section>

            """);
    }

    private static Markup Margins(IReadOnlyList<Margin> margins, ChartHost charts)
    {
        if (!charts.HasCharts || margins.Count == 0)
        {
            return Markup.Empty;
        }

        Markup shown = Grid(margins.Take(ShownMargins), charts);
        Markup rest = margins.Count <= ShownMargins
            ? Markup.Empty
            : Markup.Of($"<details><summary>The other {Numbers.Plural(margins.Count - ShownMargins, "column")}, with a better match"
                + $"</summary>\n{Grid(margins.Skip(ShownMargins), charts)}</details>\n");
        string order = margins.Count <= ShownMargins ? "worst match first"
            : $"the {ShownMargins} worst matches of {margins.Count} columns, worst first";
        return Markup.Of($"""
            <h3>Margins</h3>
            <p>Share of rows by value, {order}. KS is the largest gap between the two distribution functions (numbers), TV half the
            summed gaps of the shares (levels): 0 is a perfect match, 1 none at all. Values beyond the axis count in its end bins.</p>
            {shown}{rest}
            """);
    }

    private static Markup Grid(IEnumerable<Margin> margins, ChartHost charts) => Markup.Of($"""
        <div class="grid">
        {margins.Select(m => charts.Figure(m.Name, Caption(m), MarginCharts.Of(m)))}</div>

        """);

    private static Markup Caption(Margin m) => m.MissingReal == 0 && m.MissingSynthetic == 0
        ? Markup.Of($"{m.DistanceName} {Numbers.Short(m.Distance)}; nothing missing")
        : Markup.Of($"{m.DistanceName} {Numbers.Short(m.Distance)}; missing {Numbers.Percent(m.MissingReal)} real, "
            + $"{Numbers.Percent(m.MissingSynthetic)} synthetic");

    private static Markup MarginTable(IReadOnlyList<Margin> margins, bool collapsed)
    {
        Markup table = Markup.Of($"""
            <div class="scroll"><table class="metrics"><caption>Margins in numbers, worst match first</caption>
            {Head(Words("Column", "Real", "Synthetic"), Figures("Distance ↓", "Missing, real", "Missing, synthetic"))}
            <tbody>
            {margins.Select(Line)}</tbody></table></div>

            """);
        return !collapsed ? table : Markup.Of(
            $"<details><summary>Margins in numbers ({Numbers.Plural(margins.Count, "column")})</summary>\n{table}</details>\n");
    }

    private static Markup Line(Margin m) => Row(m.Name, Cell(m.Real), Cell(m.Synthetic),
        Figure($"{m.DistanceName} {Numbers.Short(m.Distance)}"), Figure(Numbers.Percent(m.MissingReal)),
        Figure(Numbers.Percent(m.MissingSynthetic)));

    private static Markup CorrelationPart(Correlations correlations, ChartHost charts)
    {
        int columns = correlations.Names.Length;
        if (!charts.HasCharts || columns < 2)
        {
            return Markup.Empty;
        }

        int[] shown = correlations.MostDifferent(HeatMapColumns);
        string which = shown.Length == columns ? "All columns" : $"The {shown.Length} of {columns} columns whose correlations differ most";
        string leftOut = correlations.LeftOut == 0 ? string.Empty : $" {Numbers.Plural(correlations.LeftOut, "column")} with unordered "
            + $"levels {(correlations.LeftOut == 1 ? "is" : "are")} left out.";
        int pairs = columns * (columns - 1) / 2;
        int stride = CorrelationCharts.Stride(pairs);
        string drawn = stride == 1 ? $"All {Numbers.Plural(pairs, "pair")}" : $"One in {stride} of {Numbers.Count(pairs)} pairs";
        return Markup.Of($"""
            <h3>Correlations</h3>
            <p>{which}.{leftOut} A cell without colour is a correlation of zero; an empty one belongs to a column that does not vary.</p>
            <div class="grid wide">
            {charts.Figure("Real below, synthetic above the diagonal",
                Markup.Text("Where the structure is kept, the square is symmetric about its diagonal."),
                CorrelationCharts.BothSides(correlations, shown))}
            {charts.Figure("Difference: synthetic − real", Markup.Text("Orange: higher among synthetic rows; blue: lower."),
                CorrelationCharts.Differences(correlations, shown))}
            {charts.Figure("Every pair of columns", Markup.Of($"{drawn}; on the dashed line both sides agree."),
                CorrelationCharts.Pairs(correlations))}</div>

            """);
    }
}
