using CausalLoom.Io;
using static CausalLoom.Io.InvariantText;

namespace CausalLoom.Evaluation.Verdicts;

/// <summary>Whether synthetic rows keep what no real row breaks. Where nothing of the kind was found there is nothing to judge.</summary>
internal static class RuleVerdict
{
    public static Verdict? Of(RuleMetrics? metrics)
    {
        if (metrics is not { Rules: [var worst, ..] })
        {
            return null;
        }

        int broken = metrics.Rules.Count(rule => rule.Broken > 0);
        Finding? finding = broken == 0 ? null : new Finding(VerdictLevel.Fail,
            Invariant($"{Percent(metrics.BrokenRate)} of synthetic rows break a rule that no real row breaks ({broken} of ")
            + Invariant($"{metrics.Rules.Count} rules), most often {CellText.Show(worst.Rule)} ({Percent(worst.Rate)})"));
        return Finding.Conclude("rules", [finding],
            metrics.Rules.Count == 1 ? "No synthetic row breaks the one rule that no real row breaks."
                : Invariant($"No synthetic row breaks any of the {metrics.Rules.Count} rules that no real row breaks."),
            "Let the fit keep it (‹rules›); what ties the outcome or the treatment to covariates is kept by ‹method joint› alone.");
    }

    private static string Percent(double share) => share is > 0 and < 0.001 ? "less than 0.1 %" : Invariant($"{100 * share:0.0} %");
}
