using System.Globalization;
using CausalLoom.Estimation.Average;
using CausalLoom.Overlap;
using CausalLoom.Overlap.Agreement;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Sections;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report;

/// <summary>Writes an augmented table and what it is worth as one self-contained HTML page.</summary>
public static class AugmentReport
{
    /// <summary>The page as text, to be written as UTF-8. The same input gives the same text.</summary>
    public static string Render(AugmentReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Render(input, ChartBundle.Embedded);
    }

    internal static string Render(AugmentReportInput input, ChartBundle? bundle)
    {
        ChartHost charts = new(bundle is not null);
        AugmentedData a = input.Analysis.Augmented;
        Markup header = Markup.Of($"""
            <header><h1>{input.Title}</h1>
            <p class="subtitle">{input.Run.InputName}: {Numbers.Count(a.Original)} rows, {Numbers.Count(a.Added)} added from
            {Origin(input.Analysis.Pool.Origin)} ({input.Run.SyntheticName ?? "donors"})</p></header>
            """);
        Markup body = Markup.Of($"""
            {Warnings(input)}{Estimates(input, charts)}
            {Overlap(input.Analysis, charts)}
            {Donors(input.Analysis)}
            {Shift(input.Analysis, charts)}
            {Run(input)}
            """);
        return PageFrame.Of(input.Title, input.Run.Version, header, body, bundle);
    }

    private static string Origin(DonorOrigin origin) => origin switch
    {
        DonorOrigin.Real => "real donors",
        DonorOrigin.Synthetic => "synthetic donors",
        _ => "donors drawn from a model of these rows themselves",
    };

    private static Markup Warnings(AugmentReportInput input) =>
        WarningSection.Of(input.Analysis.Warnings.Concat(LeftOutFacts.Warnings(input.Run)));

    // AIPW where it was asked for: one estimator, so that approaches differ in nothing else.
    private static string Shown(AugmentAnalysis analysis) => analysis.Options.Effects.Estimators is var names && names.Contains("aipw")
        ? "aipw" : names[0];

    private static Markup Estimates(AugmentReportInput input, ChartHost charts)
    {
        AugmentAnalysis analysis = input.Analysis;
        string shown = Shown(analysis);
        AverageEffect[] effects = [.. analysis.Approaches.Where(a => a.Effects is not null).Select(a => a.Effects!.Effects.First(e =>
            e.Estimator == shown) with { Estimator = Name(a.Name) + (a.Name == analysis.Chosen ? " ★" : string.Empty) })];
        string truth = input.Truth is { } value ? $" The dashed line is the true effect among the original rows, {Numbers.Short(value)}."
            : string.Empty;
        Markup caption = Markup.Text($"{EffectReport.Name(shown)}; ★ is what was asked for. No donors, fit-only and transport are effects "
            + $"of all original rows; the others are effects of other populations and need not agree with them.{truth}");
        return Markup.Of($"""
            <section id="effects" aria-labelledby="effects-h"><h2 id="effects-h">1 Effects by answer to poor overlap</h2>
            <p>Average effects in units of {analysis.Data.OutcomeColumn.Name}, with 95 % intervals. Transport averages over the original
            rows; added ones help to learn the outcome means and correct them, weighted to the covariates of the original rows
                 Fit-only uses
            them to learn the means alone; inverse-probability weighting does not use outcome means and is what it was.</p>
            {charts.Figure("Effects by approach", caption, AverageEffectCharts.Forest(effects, input.Truth))}
            {Begin("metrics", Words("Approach", "Whose effect"), Figures("Rows"),
                Figures(analysis.Options.Effects.Estimators.Select(e => $"{e} (SE)")))}
            {analysis.Approaches.Select(a => Line(a, analysis))}</tbody></table></div></section>

            """);
    }

    private static Markup Line(OverlapApproach a, AugmentAnalysis analysis) => Row(
        Name(a.Name) + (a.Name == analysis.Chosen ? " ★" : string.Empty), How(a.Population), Figure(Numbers.Count(a.Rows)),
        Cells(a, analysis));

    private static Markup Cells(OverlapApproach a, AugmentAnalysis analysis) => a.Effects is { } effects
        ? Markup.Join(effects.Effects.Select(e => Figure($"{Numbers.Short(e.Estimate)} ({Numbers.Short(e.Se)})")))
        : Markup.Of($"<td class=\"absent\" colspan=\"{analysis.Options.Effects.Estimators.Count}\">{a.Failure}</td>");

    private static string Name(string approach) => approach switch
    {
        "none" => "no donors",
        "trim-0.1" => "trimmed at .1 and .9",
        "trim-crump" => "trimmed at the optimal cut",
        "overlap-weights" => "overlap weights",
        "donors" => "donors alone",
        _ => approach,
    };

    private static Markup Overlap(AugmentAnalysis analysis, ChartHost charts)
    {
        AugmentedData a = analysis.Augmented;
        PropensityHistogram? before = PropensityHistogram.Of(analysis.PropensityBefore, analysis.Data.Treatment),
            after = PropensityHistogram.Of(analysis.PropensityAfter, a.Data.Treatment);
        IReadOnlyList<string> levels = analysis.Data.TreatmentSpace.Levels;
        Markup figure = before is null || after is null ? Markup.Empty : charts.Figure(
            "Propensities before and after",
            Markup.Text("Filled: the original rows. Outline: original and added rows, with propensities learnt anew from both. The dashed "
                + "lines are at .05 and .95."),
            TreatmentCharts.Overlap(before, after, levels[1], levels[0]));
        return Markup.Of($"""
            <section id="overlap" aria-labelledby="overlap-h"><h2 id="overlap-h">2 Overlap before and after</h2>
            {figure}
            {Begin("metrics", Words("What"), Figures("Before", "After"), Words("How to judge it"))}
            {Change("Rows", Numbers.Count(a.Original), Numbers.Count(a.Data.Rows),
                $"added rows are {Numbers.Percent(a.Alpha)} of the augmented table (α)")}
            {Change("Propensities in [.05, .95]", Numbers.Percent(analysis.InsideBefore), Numbers.Percent(analysis.InsideAfter),
                "the share of rows with someone to compare with")}
            {Change("Effective sample size", Numbers.Short(analysis.EssBefore), Numbers.Short(analysis.EssAfter),
                "of the weights of the average effect")}</tbody></table></div></section>

            """);
    }

    private static Markup Change(string name, string before, string after, string how) =>
        Row(name, Figure(before), Figure(after), How(how));

    private static Markup Donors(AugmentAnalysis analysis)
    {
        AugmentedData a = analysis.Augmented;
        AugmentOptions how = analysis.Options.Augment;
        string distance = a.Added == 0 ? "–"
            : $"{Numbers.Short(a.Matches.Average(m => m.Distance))}, at most {Numbers.Short(a.Matches.Max(m => m.Distance))}";
        return Markup.Of($"""
            <section id="donors" aria-labelledby="donors-h"><h2 id="donors-h">3 Donors</h2>
            {Begin("metrics", Words("What"), Figures("Value"), Words("How to judge it"))}
            {Judged("Donors", Numbers.Count(analysis.Pool.Data.Rows),
                Origin(analysis.Pool.Origin) + ", as stated; augmenting brings in what they know, and their errors")}
            {Agreement(analysis.Agreement)}
            {Judged("Extreme rows", $"{Numbers.Count(a.Extremes.Low.Length)} low, {Numbers.Count(a.Extremes.High.Length)} high",
                $"propensities below {Numbers.Short(a.Extremes.Lower)} or above {Numbers.Short(a.Extremes.Upper)}")}
            {Judged("Without a donor", Numbers.Count(a.Unmatched.Count), how.Caliper is { } c
                ? $"none of the lacking arm within {Numbers.Short(c)} standard deviations" : "the pool ran out")}
            {Judged("Mean distance of donors", distance, "root mean square of differences in standard deviations")}
            {Judged("Outcomes of added rows", Outcomes(how), "what they can tell")}</tbody></table></div></section>

            """);
    }

    private static Markup Agreement(DonorAgreement agreement) => Markup.Of($"""
        {Judged("Outcomes given arm and covariates", agreement.Verdict switch
            { AgreementVerdict.Agree => "no difference found", AgreementVerdict.Differ => "differ", AgreementVerdict.CannotTell =>
                "cannot tell", _ => "not used" }, agreement.Text)}
        {agreement.Found.Select(found => Judged("Difference", $"P {Numbers.Short(found.P)}", found.Text))}
        """);

    private static string Outcomes(AugmentOptions how) => how.Variant switch
    {
        AugmentVariant.Pair => "the donors' own",
        AugmentVariant.Self => "a model of the original rows",
        _ => "a model of the donors",
    } + (how.Flip > 0 ? $", {Numbers.Percent(how.Flip)} flipped" : string.Empty);

    private static Markup Shift(AugmentAnalysis analysis, ChartHost charts)
    {
        string delta = $"The mean of the estimated effects Δ̂ is {Numbers.Short(analysis.EffectOriginal)} over the "
            + $"original rows and {Numbers.Short(analysis.EffectAugmented)} over all rows: a pooled average is off by "
            + $"{Numbers.Short(analysis.EffectAugmented - analysis.EffectOriginal)} for the shift alone.";
        Markup figure = analysis.Augmented.Added == 0 ? Markup.Empty : charts.Figure(
            "Shift of covariates",
            Markup.Text($"The augmented table moves by α = {Numbers.Short(analysis.Augmented.Alpha)} of what the added rows differ. "
                + $"The dashed lines are at ±.1."),
            ShiftChart.Of(analysis.Shift));
        return Markup.Of($"""
            <section id="shift" aria-labelledby="shift-h"><h2 id="shift-h">4 What the added rows do to the population</h2>
            <p>{delta} Fit-only and transport do not have this error.</p>
            {figure}
            <details><summary>All features</summary>{Begin("metrics", Words("Feature"), Figures("Added rows", "Augmented table"))}
            {analysis.Shift.Select(s => Row(s.Feature, Figure(Numbers.Short(s.Added)),
                Figure(Numbers.Short(s.Augmented))))}</tbody></table></div></details></section>

            """);
    }

    private static Markup Run(AugmentReportInput input) => ShortRunSection.Of(5, input.Run,
        ("Data", $"{input.Run.InputName}, {Numbers.Count(input.Analysis.Data.Rows)} rows, "
            + $"{input.Analysis.Data.Covariates.Columns.Count} covariates"),
        ("Donors", $"{input.Run.SyntheticName ?? "given to the library"}, {Numbers.Count(input.Analysis.Pool.Data.Rows)} rows"));
}
