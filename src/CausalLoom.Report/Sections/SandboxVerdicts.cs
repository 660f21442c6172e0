using CausalLoom.Report.Html;
using CausalLoom.Sandbox.Verification;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report.Sections;

/// <summary>
/// The head of a sandbox's page: whether it is as asked, what was asked and delivered, and every check with what it means.
/// </summary>
internal static class SandboxVerdicts
{
    public static Markup Of(SandboxReportInput input)
    {
        SandboxVerification v = input.Verification;
        return Markup.Of($"""
            <section id="verdicts" aria-labelledby="verdicts-h"><h2 id="verdicts-h">{(v.Passed ? "Delivered as asked"
                : "Not delivered as asked")}</h2>
            {Headline(v)}<p>Measured on {Numbers.Count(v.Units)} fresh units and {Numbers.Count(v.Draws)} fresh draws of both potential
            outcomes, never on the generator's own means.</p>
            {Asked(input)}<h3>The checks</h3>
            {Begin("metrics", Words("What", "Verdict", "In numbers"))}
            {Rows(v).Select(Line)}</tbody></table></div>
            <p class="how">Slope, r and errors are of delivered on asked over groups of units. Skill is 1 − mean absolute error/that of the
            best constant: 1 is perfect, 0 no better than asking for nothing of x. A two-sample score is 1 − 2·|AUC − ½| of a boosted
            classifier that is to tell generated from real rows: 1 where it cannot.</p></section>

            """);
    }

    /// <summary>What one unit of the outcome is.</summary>
    public static string Unit(SandboxReportInput input) =>
        input.Real.IsBinaryOutcome ? "risk difference" : $"units of {input.Real.OutcomeColumn.Name}";

    private static Markup Headline(SandboxVerification v)
    {
        string[] failed = [.. Rows(v).Where(r => !r.Passed).Select(r => r.What)];
        return failed.Length == 0
            ? Markup.Of(
                $"<p class=\"headline pass\"><span class=\"badge\">All {Numbers.Count(Rows(v).Count())} checks passed.</span></p>\n")
            : Markup.Of($"<p class=\"headline fail\"><span class=\"badge\">Do not use these data as what was asked for. Failed: "
                + $"{string.Join("; ", failed)}.</span></p>\n");
    }

    private static Markup Asked(SandboxReportInput input)
    {
        SandboxVerification v = input.Verification;
        string unit = Unit(input), y = input.Real.IsBinaryOutcome ? "P(Y(s) = 1)" : "the mean of Y(s)";
        return Markup.Of($"""
            <h3>Asked and delivered</h3>
            {Begin("metrics", Words("Knob", "Meaning", "Asked"), Figures("Mean asked", "Mean delivered (95 % interval)"))}
            {Knob("τ(x)", $"effect of treatment at covariates x, E[Y(1) − Y(0) | x]; {unit}", input.Knobs.Tau.Text, v.Tau)}{Knob(
                "κ₀(x)", $"unmeasured confounding: how far {y.Replace("(s)", "(0)", StringComparison.Ordinal)} of treated is above that of "
                    + $"controls with the same x; {unit}", input.Knobs.Kappa0.Text, v.Kappa0)}{Knob(
                "κ₁(x)", $"the same of {y.Replace("(s)", "(1)", StringComparison.Ordinal)}; {unit}", input.Knobs.Kappa1.Text,
                v.Kappa1)}{Row("log α(x)",
                How("overlap: log density of x among controls less that among treated, up to a constant; the higher, the fewer are "
                    + "treated"),
                Cell(input.Knobs.LogAlpha?.Text ?? "as in the real data"),
                Figure($"treated: {Numbers.Percent(v.Overlap.RealShare)}"),
                Figure($"treated: {Numbers.Percent(v.Overlap.Share)}"))}</tbody></table></div>

            """);
    }

    private static Markup Knob(string name, string meaning, string asked, KnobCheck k) => Row(name, How(meaning), Cell(asked),
        Figure(Numbers.Short(k.Asked)), Figure(Numbers.Interval(k.Delivered, k.StandardError)));

    private static IEnumerable<(string What, bool Passed, string Words)> Rows(SandboxVerification v) =>
    [
        ("Effect τ", v.Tau.Passed, SandboxReport.Knob(v.Tau)),
        ("Confounding κ₀", v.Kappa0.Passed, SandboxReport.Knob(v.Kappa0)),
        ("Confounding κ₁", v.Kappa1.Passed, SandboxReport.Knob(v.Kappa1)),
        ("Overlap", v.Overlap.Passed, SandboxReport.OverlapWords(v.Overlap)),
        ("Observed contrast", v.Contrast.Passed,
            $"treated less control at the same x: {Numbers.Interval(v.Contrast.Delivered, v.Contrast.StandardError)} in the released rows, "
            + $"{Numbers.Short(v.Contrast.Asked)} implied by τ, κ and overlap"),
        ("X with Y and T", v.Association.Passed,
            $"largest correlation off what the request implies, beyond noise: {Numbers.Short(v.Association.Largest)}"),
        ("Rows and replicates", v.Exchangeability.Passed, $"order of rows and a second draw tell nothing: largest "
            + $"|z| {Numbers.Short(Math.Max(v.Exchangeability.OrderStatistic, v.Exchangeability.ReplicateStatistic))}, limit "
            + $"{Numbers.Short(v.Exchangeability.Limit)}"),
        ("Likeness to real rows", v.Fidelity.Passed, $"two-sample scores: covariates {Numbers.Short(v.Fidelity.Covariates)}; all "
            + $"columns {Numbers.Short(v.Fidelity.All)}, of {Numbers.Short(v.Fidelity.Implied)} that the request allows real rows; "
            + $"correlations between covariates off the real ones by at most {Numbers.Short(v.Fidelity.Dependence.Largest)} beyond "
            + $"noise{(v.Fidelity.Dependence.Pair.Length > 0 ? $" ({v.Fidelity.Dependence.Pair})" : string.Empty)}"),
        ("What is recorded as true", v.Truth.Passed, Recorded(v.Truth)),
    ];

    private static string Recorded(TruthCheck t)
    {
        IReadOnlyList<string> faults = t.Faults(new VerificationOptions());
        string u = t.Unexplained is { } left
            ? $"; between units of the same x and u, {Numbers.Interval(left, t.UnexplainedError!.Value)} of κ is left" : string.Empty;
        return (faults.Count == 0 ? "means, confounding, propensities and outcomes of the truth file are those drawn"
            : string.Join("; ", faults)) + u;
    }

    private static Markup Line((string What, bool Passed, string Words) check) => Row(check.What, check.Passed
        ? Markup.Of($"<td class=\"pass\"><span class=\"badge\">PASS</span></td>")
        : Markup.Of($"<td class=\"fail\"><span class=\"badge\">FAIL</span></td>"), How(check.Words));
}
