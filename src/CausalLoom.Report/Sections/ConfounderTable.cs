using CausalLoom.Report.Html;
using CausalLoom.Sandbox.Exact;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report.Sections;

/// <summary>How strong the unmeasured confounder of a sandbox is, scale by scale, with what each says.</summary>
internal static class ConfounderTable
{
    public static Markup Of(ConfounderStrength? strength)
    {
        if (strength is not { } s)
        {
            return Markup.Of($"<p>Nothing unmeasured was asked for: there is no latent confounder.</p>");
        }

        Markup odds = s.OutcomeOddsRatio is { } ratio ? Judged("Odds ratio with the outcome", Numbers.Short(ratio),
            "odds of Y = 1 with U = 1 against U = 0 at the same x, turned to be above 1; median") : Markup.Empty;
        Markup value = s.EValue is { } e ? Judged("E-value", Numbers.Short(e),
            "risk ratio that a confounder would need with both treatment and outcome to make the bias of the average effect; near 1 where "
                + "κ₀ and κ₁, or units, cancel on average") : Markup.Empty;
        return Markup.Of($"""
            <h3>The latent confounder U that κ needs</h3>
            <p>U is 0 or 1, each for half of the units at every x, and is not among the columns of the data: the truth file has it. Treated
            units have U = 1 more often than controls with the same x, and it moves the outcome: that is all of κ. How strong it is, over
            the real covariates, in the scales of sensitivity analysis:</p>
            {Begin("metrics", Words("Scale"), Figures("Value"), Words("Meaning"))}
            {Rows(s)}{odds}{value}</tbody></table></div>
            """);
    }

    private static IEnumerable<Markup> Rows(ConfounderStrength s) =>
    [
        Judged("Odds ratio with treatment", Numbers.Short(s.TreatmentOddsRatio),
            "odds of treatment with U = 1 against U = 0 at the same x; median over x"),
        Judged("Rosenbaum's Γ", Numbers.Short(s.Gamma),
            "the largest of these odds ratios: the least Γ of his bounds that allows for U"),
        Judged("Partial R² with treatment", Numbers.Short(s.PartialR2Treatment),
            "share explained by U of the variance of T that x leaves"),
        Judged("Partial R² with the outcome", Numbers.Short(s.PartialR2Outcome),
            "share explained by U of the variance of Y that x and T leave"),
        Judged("Effect on Y(0) and Y(1)", $"{Numbers.Short(s.OutcomeEffect0)}, {Numbers.Short(s.OutcomeEffect1)}",
            "mean absolute difference of their means, U = 1 against U = 0"),
    ];
}
