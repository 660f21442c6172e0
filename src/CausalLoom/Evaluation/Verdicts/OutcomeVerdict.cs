using CausalLoom.Evaluation.Outcome;
using static CausalLoom.Io.InvariantText;

namespace CausalLoom.Evaluation.Verdicts;

/// <summary>
/// Whether treatment effects vary with the covariates as in the real data, by U_PEHE against its bootstrap floor, and whether outcomes have
/// the right spread. Of more than two levels, the worst pair's.
/// </summary>
internal static class OutcomeVerdict
{
    public static Verdict Of(OutcomeMetrics y)
    {
        if (y.Pairs is { } pairs)
        {
            OutcomePair worst = OutcomePairs.Worst(pairs);
            Verdict verdict = Of(worst.Metrics);
            return verdict with
            {
                Text = $"{worst.Level} against {worst.Reference}, the worst of {pairs.Count} pairs of levels: {verdict.Text}",
            };
        }

        double ratio = OutcomeFailure.Ratio(y);
        VerdictLevel level = OutcomeFailure.Level(y);
        string text = level == VerdictLevel.Pass ? Praise(y, ratio) : y.FailureSignature ?? Blame(y, ratio);
        return new Verdict("outcome", level, text);
    }

    private static string Praise(OutcomeMetrics y, double ratio) => Invariant(
        $"Effects vary with the covariates as in the real data: U_PEHE {y.UPehe:G3} is {ratio:F1} times what "
            + $"resampled real rows give ({y.FloorBootstrap:G3}), and real outcomes fit the synthetic law (CRPS ratio {y.CrpsRatio:F2}; 1 "
            + $"is best).");

    private static string Blame(OutcomeMetrics y, double ratio) => Invariant(
        $"Effects or outcomes differ from the real ones: U_PEHE {y.UPehe:G3} is {ratio:F1} times what resampled real "
            + $"rows give ({y.FloorBootstrap:G3}), CRPS ratio {y.CrpsRatio:F2} (1 is best). Use a more flexible outcome model "
            + $"(‹outcome-model stack›) with ‹outcome-noise residual›.");
}
