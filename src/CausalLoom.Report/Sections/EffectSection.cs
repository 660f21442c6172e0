using CausalLoom.Evaluation;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Metrics;

namespace CausalLoom.Report.Sections;

/// <summary>Section 4: average effects with intervals, the truth where known, and the two terms of their difference.</summary>
internal static class EffectSection
{
    public static Markup Of(ReportInput input, ChartHost charts)
    {
        AteComparison ate = input.Result.Ate;
        return Markup.Of($"""
            <section id="effect" aria-labelledby="effect-h"><h2 id="effect-h">4 Average effect</h2>
            <p>By cross-fitted AIPW, with 95 % intervals: <strong>{Numbers.Interval(ate.Real.Estimate, ate.Real.Se)}</strong> on real rows and
            <strong>{Numbers.Interval(ate.Synthetic.Estimate, ate.Synthetic.Se)}</strong> on synthetic rows, in units of {input.Real.OutcomeColumn.Name}.{Truth(input.Truth)}</p>
            <div class="grid half">
            {charts.Figure("Average effect on both sides", Markup.Text("Intervals carry sampling error of the analysis only, not the uncertainty of the fitted generator."), EffectCharts.Forest(ate, input.Truth))}
            {charts.Figure("What the difference is made of", Markup.Text("Covariate term: shifted covariates. Contrast term: a wrong effect. They add up to the difference and can cancel, so a small difference alone proves little. Lines: 95 % by resampling rows of both sides."), EffectCharts.Terms(ate))}</div>
            {MetricTable.Judged("Effects and support", [.. MechanismCatalog.Effect(ate, input.Result.Support), .. DiagnosisCatalog.Terms(ate)])}</section>

            """);
    }

    private static string Truth(KnownTruth? truth) => truth switch
    {
        { RealAte: { } real, SyntheticAte: { } synthetic } =>
            $" The true effect is {Numbers.Short(real)}; the true effect among the synthetic rows is {Numbers.Short(synthetic)}.",
        { RealAte: { } real } => $" The true effect is {Numbers.Short(real)}.",
        { SyntheticAte: { } synthetic } => $" The true effect among the synthetic rows is {Numbers.Short(synthetic)}.",
        _ => string.Empty,
    };
}
