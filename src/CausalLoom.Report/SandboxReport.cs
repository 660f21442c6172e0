using System.Globalization;
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
            <p class="subtitle">{input.Run.InputName}: {Numbers.Count(input.Real.Rows)} rows; treatment {input.Real.TreatmentSpace.Name}
            ({input.Real.TreatmentSpace.Levels[1]} against {input.Real.TreatmentSpace.Levels[0]}), outcome
            {input.Real.OutcomeColumn.Name}</p></header>
            """);
        Markup body = Markup.Of($"""
            {WarningSection.Of(LeftOutFacts.Warnings(input.Run))}{SandboxVerdicts.Of(input)}{Knobs(input, charts)}{Overlap(v,
                charts)}{Price(input, charts)}{Fidelity(v,
                charts)}{ShortRunSection.Of(5, input.Run, input.Real)}
            """);
        return PageFrame.Of(input.Title, input.Run.Version, header, body, bundle);
    }

    private static Markup Knobs(SandboxReportInput input, ChartHost charts) => Markup.Of($"""
        <section id="knobs" aria-labelledby="knobs-h"><h2 id="knobs-h">1 Effect and unmeasured confounding</h2>
        <p>Each point is a group of units of which about the same was asked. On the dashed line, what was drawn is what was asked. Both axes
        are in {SandboxVerdicts.Unit(input)}{(input.Real.IsBinaryOutcome ? "s" : string.Empty)}.</p>
        <div class="grid">{Calibration(input.Verification.Tau, "τ", "effect", charts)}{Calibration(
            input.Verification.Kappa0, "κ₀", "confounding of Y(0)", charts)}{Calibration(
            input.Verification.Kappa1, "κ₁", "confounding of Y(1)", charts)}</div></section>

        """);

    private static Markup Calibration(KnobCheck k, string name, string what, ChartHost charts) => charts.Figure(
        $"{name}, {what}: delivered against asked", Markup.Text(Knob(k) + "."),
        SandboxCharts.Calibration(k.Bins, $"{name} asked", $"{name} delivered, 95 % interval"));

    private static Markup Overlap(SandboxVerification v, ChartHost charts) => Markup.Of($"""
        <section id="overlap" aria-labelledby="overlap-h"><h2 id="overlap-h">2 Overlap</h2>
        {charts.Figure("Log odds of treatment: realised against requested", Markup.Text(OverlapWords(v.Overlap) + "."),
            SandboxCharts.Calibration(v.Overlap.Bins, "requested log odds", "realised log odds, 95 % interval"))}
        <p>{Numbers.Percent(v.Overlap.Share)} of the generated units are treated, {Numbers.Percent(v.Overlap.RealShare)} of the real ones.
        The AUC is that of telling treated from controls by x: ½ is the overlap of a trial, 1 none at all. The mean of the normalised α over
        the treated is {Numbers.Interval(v.Overlap.Normalisation, v.Overlap.NormalisationError)}; a ratio of densities has mean
        1.</p></section>

        """);

    private static Markup Price(SandboxReportInput input, ChartHost charts)
    {
        if (input.Facts is not { } facts)
        {
            return PenaltySection.Of(input, charts);
        }

        ConflictGap gap = facts.Gap;
        return Markup.Of($"""
            <section id="price" aria-labelledby="price-h"><h2 id="price-h">3 What the request costs</h2>
            <p>The request decides the contrast of the arms at every x, E[Y | x, treated] − E[Y | x, control] = τ + (1 − e) κ₁ + e κ₀ with
            propensity e. It is {Numbers.Short(Math.Abs(gap.Mean))} {(gap.Mean > 0 ? "below" : "above")} the real one on average,
            {SandboxVerdicts.Unit(input)}; their difference has root mean square {Numbers.Short(gap.RootMeanSquare)}{(gap.OutcomeSd > 0
                ? $", {Numbers.Short(gap.RootMeanSquare / gap.OutcomeSd)} standard deviations of the outcome" : string.Empty)}.
            {Tilted(facts)}The arms' own means were moved by {Numbers.Short(gap.Moved)} on average.
            {Infeasible(gap, input.Real.IsBinaryOutcome)}</p>
            {charts.Figure("Request against fidelity",
                Markup.Text("The exact front: ‹tilt› moves along it. The large point is this run."), SandboxCharts.Front(gap, facts.Tilt))}
            {ConfounderTable.Of(facts.Strength)}</section>

            """);
    }

    private static string Infeasible(ConflictGap gap, bool binary) => (gap.Infeasible > 0, binary) switch
    {
        (true, true) => $"In {Numbers.Percent(gap.Infeasible)} of rows no probabilities meet the request.",
        (true, false) => $"In {Numbers.Percent(gap.Infeasible)} of rows no means within the observed range meet the request.",
        (false, true) => "In all rows there are probabilities that meet the request.",
        _ => string.Empty,
    };

    private static string Tilted(ExactFacts facts) => facts.Tilt == 0 ? string.Empty
        : $"That is the price of the request as asked. With ‹tilt {string.Create(CultureInfo.InvariantCulture, $"{facts.Tilt}")}› "
            + $"the contrast moves by {Numbers.Short(facts.Gap.At(facts.Tilt).Fidelity)} in root mean square, and τ is off the request by "
            + $"{Numbers.Short(facts.Gap.At(facts.Tilt).Control)}. ";

    private static Markup Fidelity(SandboxVerification v, ChartHost charts)
    {
        AssociationLine[] lines = [.. v.Association.Lines.OrderByDescending(l => Math.Abs(l.Generated - l.Implied)).Take(MostAssociations)];
        string left = v.Association.Lines.Count > MostAssociations
            ? $" The {MostAssociations} of {v.Association.Lines.Count} that differ most." : string.Empty;
        return Markup.Of($"""
            <section id="fidelity" aria-labelledby="fidelity-h"><h2 id="fidelity-h">4 Likeness to the real data</h2>
            {(lines.Length == 0 ? Markup.Empty : charts.Figure("Covariates with outcome and treatment",
                Markup.Text("y | t = 0: with the outcome among controls; y | t = 1: among treated; t: with treatment. A request changes "
                    + "these by itself: generated rows are held against what it implies, not against the real rows." + left),
                SandboxCharts.Associations(lines)))}</section>

            """);
    }

    internal static string Knob(KnobCheck k) => k.Varies
        ? $"slope {Numbers.Short(k.Slope)}, r {Numbers.Short(k.Correlation)}, mean absolute error {Numbers.Short(k.MeanAbsoluteError)}, "
            + $"skill {Numbers.Short(k.Skill)}"
        : k.Asked == 0
            ? $"0 asked, {Numbers.Interval(k.Delivered, k.StandardError)} delivered"
            : $"{Numbers.Short(k.Asked)} asked, {Numbers.Interval(k.Delivered, k.StandardError)} delivered, skill {Numbers.Short(k.Skill)}";

    internal static string OverlapWords(OverlapCheck o) => double.IsFinite(o.Slope)
        ? $"slope {Numbers.Interval(o.Slope, o.SlopeError)}; a boosted classifier reaches AUC {Numbers.Short(o.Area)} where the request "
            + $"allows {Numbers.Short(o.RequestedArea)}"
        : $"the same for all asked; a boosted classifier reaches AUC {Numbers.Short(o.Area)}";
}
