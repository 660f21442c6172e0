using CausalLoom.Evaluation;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Metrics;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report.Sections;

/// <summary>Section 4: average effects with intervals, the truth where known, and the two terms of their difference.</summary>
internal static class EffectSection
{
    public static Markup Of(ReportInput input, ChartHost charts)
    {
        if (input.Result.Contrasts is { } contrasts)
        {
            return ByContrast(input, contrasts, charts);
        }

        AteComparison ate = input.Result.Ate;
        return Markup.Of($"""
            <section id="effect" aria-labelledby="effect-h"><h2 id="effect-h">4 Average effect</h2>
            <p>By cross-fitted AIPW, with 95 % intervals: <strong>{Numbers.Interval(ate.Real.Estimate, ate.Real.Se)}</strong> on real
            rows and <strong>{Numbers.Interval(ate.Synthetic.Estimate, ate.Synthetic.Se)}</strong> on synthetic rows, in units of
            {input.Real.OutcomeColumn.Name}.{Truth(input.Truth)}</p>
            <div class="grid half">
            {charts.Figure("Average effect on both sides",
                Markup.Text("Intervals carry sampling error of the analysis only, not the uncertainty of the fitted generator."),
                EffectCharts.Forest(ate, input.Truth))}
            {charts.Figure("What the difference is made of",
                Markup.Text("Covariate term: shifted covariates. Contrast term: a wrong effect. They add up to the difference and can "
                    + "cancel, so a small difference alone proves little. Lines: 95 % by resampling rows of both sides."),
                EffectCharts.Terms(ate))}</div>
            {MetricTable.Judged("Effects and support",
                [.. MechanismCatalog.Effect(ate, input.Result.Support), .. DiagnosisCatalog.Terms(ate)])}</section>

            """);
    }

    private static Markup ByContrast(ReportInput input, IReadOnlyList<EffectContrast> contrasts, ChartHost charts) => Markup.Of($"""
        <section id="effect" aria-labelledby="effect-h"><h2 id="effect-h">4 Average effect</h2>
        <p>By cross-fitted AIPW, of each level against <strong>{contrasts[0].Reference}</strong>, in units of
        {input.Real.OutcomeColumn.Name}.</p>
        {charts.Figure("Average effects on both sides",
            Markup.Text("95 % intervals, each for itself; they carry sampling error of the analysis only, not the uncertainty of the "
                + "fitted generator."),
            EffectCharts.ByContrast(contrasts))}
        <div class="scroll"><table class="metrics"><caption>What the differences are made of. Covariate term: shifted covariates. Contrast
        term: a wrong effect. They add up to the difference and can cancel.</caption>
        {Head(Words("Contrast"), Figures("Real (95 %)", "Synthetic (95 %)", "Difference (95 %)", "Covariate term (95 %)",
            "Contrast term (95 %)"))}
        <tbody>
        {contrasts.Select(Line)}</tbody></table></div>
        {contrasts.Select(c => MetricTable.Judged($"{c.Level} against {c.Reference}",
            [.. MechanismCatalog.Effect(c.Ate, input.Result.Support), .. DiagnosisCatalog.Terms(c.Ate)]))}</section>

        """);

    private static Markup Line(EffectContrast c) => Row($"{c.Level} against {c.Reference}",
        Figure(Numbers.Interval(c.Ate.Real.Estimate, c.Ate.Real.Se)),
        Figure(Numbers.Interval(c.Ate.Synthetic.Estimate, c.Ate.Synthetic.Se)),
        Figure(Range(c.Ate.Difference, c.Ate.DifferenceCi)),
        Figure(Range(c.Ate.CovariateTerm, c.Ate.CovariateTermCi)),
        Figure(Range(c.Ate.ContrastTerm, c.Ate.ContrastTermCi)));

    private static string Range(double value, double[] interval) =>
        $"{Numbers.Short(value)} ({Numbers.Short(interval[0])} to {Numbers.Short(interval[1])})";

    private static string Truth(KnownTruth? truth) => truth switch
    {
        { RealAte: { } real, SyntheticAte: { } synthetic } =>
            $" The true effect is {Numbers.Short(real)}; the true effect among the synthetic rows is {Numbers.Short(synthetic)}.",
        { RealAte: { } real } => $" The true effect is {Numbers.Short(real)}.",
        { SyntheticAte: { } synthetic } => $" The true effect among the synthetic rows is {Numbers.Short(synthetic)}.",
        _ => string.Empty,
    };
}
