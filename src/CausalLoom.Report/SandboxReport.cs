using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Sections;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Report;

/// <summary>Writes a sandbox's verification as one self-contained HTML page, as <see cref="ReportPage"/> does an evaluation.</summary>
public static class SandboxReport
{
    private const int MostAssociations = 40;

    /// <summary>The page as text, to be written as UTF-8. The same input gives the same text.</summary>
    public static string Render(SandboxReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Render(input, ChartBundle.Embedded);
    }

    internal static string Render(SandboxReportInput input, ChartBundle? bundle)
    {
        ChartHost charts = new(bundle is not null);
        SandboxVerification v = input.Verification;
        Markup header = Markup.Of($"""
            <header><h1>{input.Title}</h1>
            <p class="subtitle">{input.Run.InputName}: {Numbers.Count(input.Real.Rows)} rows. Asked: τ = {input.Knobs.Tau.Text}; κ₀ = {input.Knobs.Kappa0.Text}; κ₁ = {input.Knobs.Kappa1.Text}; log α {(input.Knobs.LogAlpha is { } overlap ? "= " + overlap.Text : "as in the real data")}</p></header>
            """);
        Markup body = Markup.Of($"""
            {Verdicts(v)}{Knobs(v, charts)}{Overlap(v, charts)}{Price(input, charts)}{Fidelity(v, charts)}{ShortRunSection.Of(5, input.Run, $"{input.Run.InputName}, {Numbers.Count(input.Real.Rows)} rows, {Numbers.Count(input.Real.Covariates.Columns.Count)} covariates")}
            """);
        return PageFrame.Of(input.Title, input.Run.Version, header, body, bundle);
    }

    private static Markup Verdicts(SandboxVerification v) => Markup.Of($"""
        <section id="verdicts" aria-labelledby="verdicts-h"><h2 id="verdicts-h">{(v.Passed ? "Delivered as asked" : "Not delivered as asked")}</h2>
        <p>Measured on {Numbers.Count(v.Units)} fresh units and {Numbers.Count(v.Draws)} fresh draws of both potential outcomes, never on the generator's own means.</p>
        <div class="scroll"><table class="metrics"><thead><tr><th scope="col">What</th><th scope="col">Verdict</th><th scope="col">In numbers</th></tr></thead><tbody>
        {Verdict("Effect τ", v.Tau.Passed, Knob(v.Tau))}{Verdict("Confounding κ₀", v.Kappa0.Passed, Knob(v.Kappa0))}{Verdict("Confounding κ₁", v.Kappa1.Passed, Knob(v.Kappa1))}{Verdict("Overlap", v.Overlap.Passed, OverlapWords(v.Overlap))}{Verdict("Observed contrast", v.Contrast.Passed, $"{Numbers.Interval(v.Contrast.Delivered, v.Contrast.StandardError)} in the released rows, {Numbers.Short(v.Contrast.Asked)} implied")}{Verdict("X with Y and T", v.Association.Passed, $"largest correlation off what the request implies, beyond noise: {Numbers.Short(v.Association.Largest)}")}{Verdict("Rows and replicates", v.Exchangeability.Passed, $"largest |z| {Numbers.Short(Math.Max(v.Exchangeability.OrderStatistic, v.Exchangeability.ReplicateStatistic))}, limit {Numbers.Short(v.Exchangeability.Limit)}")}{Verdict("Two-sample scores", v.Fidelity.Passed, $"covariates {Numbers.Short(v.Fidelity.Covariates)}; all columns {Numbers.Short(v.Fidelity.All)}, of {Numbers.Short(v.Fidelity.Implied)} that the request allows real rows")}</tbody></table></div></section>

        """);

    private static Markup Knobs(SandboxVerification v, ChartHost charts) => Markup.Of($"""
        <section id="knobs" aria-labelledby="knobs-h"><h2 id="knobs-h">1 Effect and unmeasured confounding</h2>
        <p>Each point is a group of units of which about the same was asked. On the dashed line, what was drawn is what was asked.</p>
        <div class="grid">{new[] { (v.Tau, "τ"), (v.Kappa0, "κ₀"), (v.Kappa1, "κ₁") }.Select(k => charts.Figure($"{k.Item2}: delivered against asked", Markup.Text(Knob(k.Item1) + "."), SandboxCharts.Calibration(k.Item1.Bins, "asked", "delivered, 95 % interval")))}</div></section>

        """);

    private static Markup Overlap(SandboxVerification v, ChartHost charts) => Markup.Of($"""
        <section id="overlap" aria-labelledby="overlap-h"><h2 id="overlap-h">2 Overlap</h2>
        {charts.Figure("Log odds of treatment: realised against requested", Markup.Text(OverlapWords(v.Overlap) + "."), SandboxCharts.Calibration(v.Overlap.Bins, "requested log odds", "realised log odds, 95 % interval"))}
        <p>The mean of the normalised α over the treated is {Numbers.Interval(v.Overlap.Normalisation, v.Overlap.NormalisationError)}; a ratio of densities has mean 1.</p></section>

        """);

    private static Markup Price(SandboxReportInput input, ChartHost charts)
    {
        if (input.Facts is not { } facts)
        {
            return PenaltySection.Of(input, charts);
        }

        ConflictGap gap = facts.Gap;
        Markup strength = facts.Strength is not { } s ? Markup.Of($"<p>Nothing unmeasured was asked for: there is no latent confounder.</p>") : Markup.Of($"""
            <h3>The latent confounder that κ needs</h3>
            <div class="scroll"><table class="metrics"><thead><tr><th scope="col">Scale</th><th scope="col" class="n">Value</th><th scope="col">Meaning</th></tr></thead><tbody>
            {Row("Odds ratio with treatment", Numbers.Short(s.TreatmentOddsRatio), "median over x, U = 1 against U = 0")}{Row("Rosenbaum's Γ", Numbers.Short(s.Gamma), "its largest value")}{Row("Partial R² with treatment", Numbers.Short(s.PartialR2Treatment), "of the variance of T that x leaves")}{Row("Partial R² with the outcome", Numbers.Short(s.PartialR2Outcome), "of the variance of Y that x and T leave")}{Row("Effect on Y(0) and Y(1)", $"{Numbers.Short(s.OutcomeEffect0)}, {Numbers.Short(s.OutcomeEffect1)}", "mean absolute difference, U = 1 against U = 0")}{(s.OutcomeOddsRatio is { } odds ? Row("Odds ratio with the outcome", Numbers.Short(odds), "median, away from 1") : Markup.Empty)}{(s.EValue is { } e ? Row("E-value", Numbers.Short(e), "of the bias it makes in the population") : Markup.Empty)}</tbody></table></div>
            """);
        return Markup.Of($"""
            <section id="price" aria-labelledby="price-h"><h2 id="price-h">3 What the request costs</h2>
            <p>The request decides the contrast of the arms at every x. It differs from the real one by {Numbers.Short(gap.Mean)} on average, with root mean square {Numbers.Short(gap.RootMeanSquare)}{(gap.OutcomeSd > 0 ? $", {Numbers.Short(gap.RootMeanSquare / gap.OutcomeSd)} standard deviations of the outcome" : string.Empty)}. {Tilted(facts)}The arms' own means were moved by {Numbers.Short(gap.Moved)} on average. {(input.Real.IsBinaryOutcome ? $"In {Numbers.Percent(gap.Infeasible)} of rows no probabilities meet the request." : gap.Infeasible > 0 ? $"In {Numbers.Percent(gap.Infeasible)} of rows no means within the observed range meet the request." : string.Empty)}</p>
            {charts.Figure("Request against fidelity", Markup.Text("The exact front: --tilt moves along it. The large point is this run."), SandboxCharts.Front(gap, facts.Tilt))}
            {strength}</section>

            """);
    }

    private static string Tilted(ExactFacts facts) => facts.Tilt == 0 ? string.Empty
        : $"That is the price of the request as asked. With --tilt {FormattableString.Invariant($"{facts.Tilt}")} the contrast moves by {Numbers.Short(facts.Gap.At(facts.Tilt).Fidelity)} in root mean square, and τ is off the request by {Numbers.Short(facts.Gap.At(facts.Tilt).Control)}. ";

    private static Markup Fidelity(SandboxVerification v, ChartHost charts)
    {
        AssociationLine[] lines = [.. v.Association.Lines.OrderByDescending(l => Math.Abs(l.Generated - l.Implied)).Take(MostAssociations)];
        string left = v.Association.Lines.Count > MostAssociations ? $" The {MostAssociations} of {v.Association.Lines.Count} that differ most." : string.Empty;
        return Markup.Of($"""
            <section id="fidelity" aria-labelledby="fidelity-h"><h2 id="fidelity-h">4 Likeness to the real data</h2>
            {(lines.Length == 0 ? Markup.Empty : charts.Figure("Covariates with outcome and treatment", Markup.Text("A request changes these by itself: generated rows are held against what it implies, not against the real rows." + left), SandboxCharts.Associations(lines)))}</section>

            """);
    }

    private static Markup Verdict(string what, bool passed, string numbers) =>
        Markup.Of($"<tr><th scope=\"row\">{what}</th><td>{(passed ? "PASS" : "FAIL")}</td><td class=\"how\">{numbers}</td></tr>\n");

    private static Markup Row(string name, string value, string how) => Markup.Of($"<tr><th scope=\"row\">{name}</th><td class=\"n\">{value}</td><td class=\"how\">{how}</td></tr>\n");

    internal static string Knob(KnobCheck k) => k.Varies
        ? $"slope {Numbers.Short(k.Slope)}, r {Numbers.Short(k.Correlation)}, mean absolute error {Numbers.Short(k.MeanAbsoluteError)}, skill {Numbers.Short(k.Skill)}"
        : k.Asked == 0
            ? $"0 asked, {Numbers.Interval(k.Delivered, k.StandardError)} delivered"
            : $"{Numbers.Short(k.Asked)} asked, {Numbers.Interval(k.Delivered, k.StandardError)} delivered, skill {Numbers.Short(k.Skill)}";

    internal static string OverlapWords(OverlapCheck o) => double.IsFinite(o.Slope)
        ? $"slope {Numbers.Interval(o.Slope, o.SlopeError)}; a boosted classifier reaches AUC {Numbers.Short(o.Area)} where the request allows {Numbers.Short(o.RequestedArea)}"
        : $"the same for all asked; a boosted classifier reaches AUC {Numbers.Short(o.Area)}";
}
