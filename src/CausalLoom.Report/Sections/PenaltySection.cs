using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Sandbox.Penalty;
using static CausalLoom.Report.Html.HtmlTable;

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
            {warnings}{Begin("metrics", Words("Asked of"), Figures("Off, root mean square", "Allowed", "Weight"))}
            {facts.Constraints.Select(Line)}</tbody></table></div>
            {front}{overlap}</section>

            """);
    }

    private static Markup Line(PenaltyConstraint c) => Row(c.Name, Figure(Numbers.Short(c.RootMeanSquare)),
        Figure(double.IsNaN(c.Tolerance) ? "weight set by hand" : Numbers.Short(c.Tolerance)), Figure(Numbers.Short(c.Weight)));
}
