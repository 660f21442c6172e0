using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Sandbox.Penalty;

namespace CausalLoom.Report.Sections;

/// <summary>What training in penalty mode came to, and the front of fidelity against control.</summary>
internal static class PenaltySection
{
    public static Markup Of(SandboxReportInput input, ChartHost charts)
    {
        if (input.Penalty is not { } facts)
        {
            return Markup.Empty;
        }

        Markup front = input.Front is not { } f ? Markup.Empty
            : charts.Figure("Fidelity against control", Markup.Text($"Each point is a weight of the penalties, "
                + $"on rows held out. Those on the line no other beats; they dominate {Numbers.Percent(f.Hypervolume)} of the box."),
                ParetoChart.Of(f, input.Real.IsBinaryOutcome ? "risk difference" : input.Real.OutcomeColumn.Name));
        Markup overlap = input.OverlapFront is not { } o ? Markup.Empty
            : charts.Figure("Fidelity of covariates against overlap", Markup.Text($"Each point is a weight of the overlap's penalty, on "
                + $"rows held out: what treatment's log odds are off those asked for, and the loss of the covariates. Those on the line no "
                + $"other beats; they dominate {Numbers.Percent(o.Hypervolume)} of the box."), ParetoChart.Of(o, "log odds of treatment"));
        Markup warnings = facts.Warnings.Count == 0 ? Markup.Empty
            : Markup.Of($"<ul>{facts.Warnings.Select(w => Markup.Of($"<li>{w}</li>\n"))}</ul>\n");
        return Markup.Of($"""
            <section id="price" aria-labelledby="price-h"><h2 id="price-h">3 What training came to</h2>
            <p>On the training rows and by the modules' own means: not a proof, which is above.</p>
            {warnings}<div class="scroll"><table class="metrics"><thead><tr><th scope="col">Asked of</th><th scope="col" class="n">Off, root mean square</th><th scope="col" class="n">Allowed</th><th scope="col" class="n">Weight</th></tr></thead><tbody>
            {facts.Constraints.Select(Row)}</tbody></table></div>
            {front}{overlap}</section>

            """);
    }

    private static Markup Row(PenaltyConstraint c) =>
        Markup.Of($"<tr><th scope=\"row\">{c.Name}</th><td class=\"n\">{Numbers.Short(c.RootMeanSquare)}</td><td "
        + $"class=\"n\">{(double.IsNaN(c.Tolerance) ? "weight set by hand" : Numbers.Short(c.Tolerance))}</td><td "
        + $"class=\"n\">{Numbers.Short(c.Weight)}</td></tr>\n");
}
