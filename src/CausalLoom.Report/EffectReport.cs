using CausalLoom.Catalogue;
using CausalLoom.Estimation.Average;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Sections;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report;

/// <summary>Writes average effects as one self-contained HTML page, as <see cref="ReportPage"/> does an evaluation.</summary>
public static class EffectReport
{
    /// <summary>The page as text, to be written as UTF-8. The same input gives the same text.</summary>
    public static string Render(EffectReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Render(input, ChartBundle.Embedded);
    }

    internal static string Render(EffectReportInput input, ChartBundle? bundle)
    {
        ChartHost charts = new(bundle is not null);
        Markup header = Markup.Of($"""
            <header><h1>{input.Title}</h1>
            <p class="subtitle">{input.Run.InputName}: {Numbers.Count(input.Data.Rows)} rows, {Arms(input)};
            {Population(input)}</p></header>
            """);
        Markup body = Markup.Of($"""
            {Warnings(input)}{Estimates(input, charts)}
            {input.By.Where(by => by.Estimator == input.Effects.Effects[^1].Estimator).Select((by, k) => Groups(by, k, input, charts))}
            {Overlap(input, charts)}
            {ShortRunSection.Of(3, input.Run, input.Data)}
            """);
        return PageFrame.Of(input.Title, input.Run.Version, header, body, bundle);
    }

    private static string Population(EffectReportInput input) => input.Effects.Effects[0].Estimand switch
    {
        "ate" => "average effect among all (ATE)",
        "att" => "average effect among the treated (ATT)",
        "atc" => "average effect among the controls (ATC)",
        _ => "average effect in the overlap population (ATO)",
    };

    private static string Arms(EffectReportInput input) => input.Data.Levels == 2
        ? $"{Numbers.Count(input.Data.Treated)} treated" : $"{Numbers.Count(input.Data.Levels)} treatment levels";

    private static Markup Warnings(EffectReportInput input) =>
        WarningSection.Of(input.Effects.Effects.SelectMany(e => e.Warnings).Concat(LeftOutFacts.Warnings(input.Run)));

    private static Markup Estimates(EffectReportInput input, ChartHost charts) => Markup.Of($"""
        <section id="effects" aria-labelledby="effects-h"><h2 id="effects-h">1 Estimates</h2>
        <p>{Units(input)}, with 95 % intervals.{Copies(input)}{Truth(input.Truth)}</p>
        {charts.Figure(Title(input),
            Markup.Text("Estimators that agree support each other; where they differ, one of the two nuisance models is wrong."),
            AverageEffectCharts.Forest(Named(input.Effects), input.Truth))}
        {Begin("metrics", Words("Estimator"), Figures("Estimate", "SE", "95 % interval"), AllAtOnceHead(input.Effects))}
        {Named(input.Effects).Select(e => Row(Name(e.Estimator), Figure(Numbers.Short(e.Estimate)), Figure(Numbers.Short(e.Se)),
            Figure(Interval(e)), AllAtOnce(e)))}</tbody></table></div>{Beside(input)}</section>

        """);

    // Level means, the arms as they are, and all scales of a risk, by the last estimator.
    private static Markup Beside(EffectReportInput input)
    {
        AverageEffect[] last = [.. input.Effects.Effects.Where(e =>
            e.Estimator == input.Effects.Effects[^1].Estimator && e.Figures is not null)];
        return last.Length == 0 ? Markup.Empty : Markup.Of($"""
            {Begin("metrics", Words($"By {last[0].Estimator}"), Figures("Estimate", "SE", "95 % interval"))}
            {last.SelectMany(e => Lines(e, input.Data.TreatmentSpace.Name))}</tbody></table></div>
            """);
    }

    private static IEnumerable<Markup> Lines(AverageEffect e, string treatment)
    {
        EffectFigures f = e.Figures!;
        string versus = $"{e.Level} against {e.Reference}";
        yield return Line($"Mean if all had {treatment} = {e.Level}", f.Level);
        yield return Line($"Mean if all had {treatment} = {e.Reference}", f.Reference);
        yield return Line($"Unadjusted, {versus}", f.Unadjusted);
        if (f.RiskRatio is { } ratio)
        {
            yield return Line($"Risk ratio, {versus}", ratio);
        }

        if (f.OddsRatio is { } odds)
        {
            yield return Line($"Odds ratio, {versus}", odds);
        }

        if (f.NumberNeeded is { } n && double.IsFinite(n.Estimate) && double.IsFinite(n.Lower) && double.IsFinite(n.Upper))
        {
            yield return Row($"Treated for one event more (below 0: fewer), {versus}", Figure(Numbers.Short(n.Estimate)), Figure("–"),
                Figure(n.ThroughInfinity ? $"below {Numbers.Short(n.Upper)} or above {Numbers.Short(n.Lower)}"
                    : $"{Numbers.Short(n.Lower)} to {Numbers.Short(n.Upper)}"));
        }
    }

    private static Markup Line(string what, EffectFigure f) =>
        Row(what, Figure(Numbers.Short(f.Estimate)), Figure(Numbers.Short(f.Se)), Figure(Interval(f)));

    private static string Interval(EffectFigure f) =>
        double.IsFinite(f.Lower) ? $"{Numbers.Short(f.Lower)} to {Numbers.Short(f.Upper)}" : "no interval";

    private static Markup Groups(SubgroupEffects by, int place, EffectReportInput input, ChartHost charts)
    {
        AverageEffect shape = input.Effects.Effects[^1];
        AverageEffect[] shown = [.. by.Groups.Where(g => g.Effect is not null).Select(g => shape with
        {
            Estimator = g.Group, Estimate = g.Effect!.Estimate, Se = g.Effect.Se, Lower = g.Effect.Lower, Upper = g.Effect.Upper,
            Bounds = null,
        })];
        string id = $"by-{place + 1}", equal = double.IsNaN(by.EqualP) ? "too few groups to compare"
            : $"P of equal effects {Numbers.Short(by.EqualP)}";
        return Markup.Of($"""
            <section id="{id}" aria-labelledby="{id}-h"><h2 id="{id}-h">Effects by {by.Column}</h2>
            <p>{by.Level} against {by.Reference}, by {by.Estimator}: {equal}. Many subgroups find differences by chance alone.</p>
            {(shown.Length == 0 ? Markup.Empty : charts.Figure($"Effect by {by.Column}, with 95 % intervals",
                Markup.Text("Effects whose intervals overlap may still differ, and others differ by chance: P is of all together."),
                AverageEffectCharts.Forest(shown, null)))}
            {Begin("metrics", Words("Group"), Figures("Rows", "with the level", "with its reference", "Estimate", "95 % interval"),
                Words("Note"))}
            {by.Groups.Select(g => Row(g.Group, Figure(Numbers.Count(g.Rows)), Figure(Numbers.Count(g.LevelRows)),
                Figure(Numbers.Count(g.ReferenceRows)), Figure(g.Effect is { } f ? Numbers.Short(f.Estimate) : "–"),
                Figure(g.Effect is { } i ? Interval(i) : "–"), Cell(g.Note ?? string.Empty)))}</tbody></table></div></section>

            """);
    }

    private static string Copies(EffectReportInput input) => input.Effects.Effects[0].Copies is not { } copies ? string.Empty
        : $" Of {Numbers.Count(copies.Count)} copies of a release as one, for the population of the "
            + $"real rows: {copies.Why}. Overlap and balance below are those of the first copy.";

    internal static string Interval(AverageEffect e) =>
        e.HasInterval ? $"{Numbers.Short(e.Lower)} to {Numbers.Short(e.Upper)}"
            : e.Bounds is not { } b ? "no interval" : $"no interval; bounds {Numbers.Short(b.Lower)} to {Numbers.Short(b.Upper)}";

    // What is held against what, in which unit.
    private static string Title(EffectReportInput input)
    {
        AverageEffect first = input.Effects.Effects[0];
        string outcome = input.Data.OutcomeColumn.Name;
        string what = input.Run.Read?.Event is { } two ? $"risk of {outcome} = {two}" : outcome;
        string unit = input.Run.Read?.Unit is { } said && first.Scale == EffectScale.Difference ? $" ({said})" : string.Empty;
        string sign = first.Scale == EffectScale.Difference ? "minus" : "over";
        string levels = input.Effects.Overlaps.Count == 1 ? $"{first.Level} {sign} {first.Reference}"
            : $"levels of {input.Data.TreatmentSpace.Name}";
        return $"Effect of {input.Data.TreatmentSpace.Name} on {what}{unit}: {levels}, with 95 % intervals";
    }

    private static string Units(EffectReportInput input) => input.Effects.Effects[0].Scale == EffectScale.Difference
        ? $"In units of {input.Data.OutcomeColumn.Name}" : $"As {input.Effects.Effects[0].Scale.Name()} of the levels' means";

    // Of one contrast the chart's title says all.
    private static IReadOnlyList<AverageEffect> Named(AverageEffects effects) => effects.Overlaps.Count == 1 ? effects.Effects
        : [.. effects.Effects.Select(e => e with { Estimator = $"{e.Estimator}, {e.Level} against {e.Reference}" })];

    private static Markup AllAtOnceHead(AverageEffects effects) => effects.Effects[0].Simultaneous is null
        ? Markup.Empty : Figures("for all contrasts at once");

    private static Markup AllAtOnce(AverageEffect effect) => effect.HasInterval && effect.Simultaneous is { } all
        ? Figure($"{Numbers.Short(all.Lower)} to {Numbers.Short(all.Upper)}") : Markup.Empty;

    private static Markup Overlap(EffectReportInput input, ChartHost charts) => Markup.Of($"""
        <section id="overlap" aria-labelledby="overlap-h"><h2 id="overlap-h">2 Overlap and balance</h2>
        {input.Effects.Overlaps.Select((_, c) => Overlap(input, charts, c))}</section>

        """);

    private static Markup Overlap(EffectReportInput input, ChartHost charts, int contrast)
    {
        OverlapDiagnostics o = input.Effects.Overlaps[contrast];
        AverageEffect effect = input.Effects.Effects[contrast];
        List<string> levels = [.. input.Data.TreatmentSpace.Levels];
        int level = levels.IndexOf(effect.Level), reference = levels.IndexOf(effect.Reference);
        int[] rows = [.. Enumerable.Range(0, input.Data.Rows).Where(i =>
            input.Data.Treatment[i] == level || input.Data.Treatment[i] == reference)];
        double[] g = input.Effects.Nuisances.Unclipped[level];
        PropensityHistogram? histogram = PropensityHistogram.Of(
            Array.ConvertAll(rows, i => g[i]), Array.ConvertAll(rows, i => input.Data.Treatment[i] == level ? 1 : 0));
        bool two = levels.Count == 2;
        Markup title = two ? Markup.Empty : Markup.Of($"<h3>{effect.Level} against {effect.Reference}</h3>");
        Markup figure = histogram is null ? Markup.Empty : charts.Figure(
            two ? "Propensities by arm" : $"Propensities of {effect.Level} by arm",
            Markup.Text("Where bars stand on one side only, there is no one to compare with. The dashed lines are at .05 and .95."),
            TreatmentCharts.Overlap(histogram, effect.Level, effect.Reference, two));
        return Markup.Of($"""
            {title}{figure}
            {Begin("metrics", Words("What"), Figures("Value"), Words("How to judge it"))}
            {Judged(two ? "Propensities in [.05, .95]" : "Both propensities at least .05", Numbers.Percent(o.ShareInside),
                "the share of rows with someone to compare with")}
            {Judged("Range of propensities", $"{Numbers.Short(o.Lowest)} to {Numbers.Short(o.Highest)}", "before clipping")}
            {Judged("Clipped", Numbers.Count(o.Clipped), "rows whose effect rests on the outcome model alone")}
            {Judged("Effective sample size", $"{Numbers.Short(o.EffectiveSampleSize)} of {Numbers.Count(rows.Length)}"
                + $"; unclipped {Numbers.Short(o.EffectiveLevel)} and {Numbers.Short(o.EffectiveReference)}",
                "below half: a few rows carry the weight")}
            {Judged("Largest share of an arm's weight", Numbers.Percent(o.LargestWeightShare), "one row")}
            {Judged("Largest imbalance before weighting", Numbers.Short(o.ImbalanceBefore), "standard deviations between the arms' means")}
            {Judged("Largest imbalance after weighting", $"{Numbers.Short(o.ImbalanceAfter)} ({o.WorstCovariate})",
                o.ImbalanceLeft is var left && double.IsFinite(left) ? $"by a linear model worth {Numbers.Short(left)} in the outcome"
                    : "standard deviations")}</tbody></table></div>
            """);
    }

    private static string Truth(double? truth) => truth is { } value ? $" The true effect is {Numbers.Short(value)}." : string.Empty;

    internal static string Name(string estimator) => Catalogues.Default.Estimators is var known && known.Contains(estimator)
        ? $"{known.Find(estimator).Help} ({estimator})" : estimator;
}
