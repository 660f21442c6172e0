using CausalLoom.Evaluation.Outcome;
using static System.FormattableString;

namespace CausalLoom.Evaluation.Verdicts;

/// <summary>
/// Whether treatment effects vary with the covariates as in the real data, by U_PEHE against its bootstrap floor, and whether outcomes have
/// the right spread.
/// </summary>
internal static class OutcomeVerdict
{
    public static Verdict Of(OutcomeMetrics y)
    {
        double ratio = y.FloorBootstrap > 0 ? y.UPehe / y.FloorBootstrap : 1;
        bool doubt = ratio > OutcomeFailure.PeheDoubt || y.CrpsRatio > OutcomeFailure.CrpsLimit || y.NoiseRatio < OutcomeFailure.NoiseLimit;
        VerdictLevel level = ratio > OutcomeFailure.PeheFactor ? VerdictLevel.Fail : doubt ? VerdictLevel.Caution : VerdictLevel.Pass;
        string text = level == VerdictLevel.Pass ? Praise(y, ratio) : y.FailureSignature ?? Blame(y, ratio);
        return new Verdict("outcome", level, text);
    }

    private static string Praise(OutcomeMetrics y, double ratio) => Invariant(
        $"Effects vary with the covariates as in the real data: U_PEHE {y.UPehe:G3} is {ratio:F1} times what resampled real rows give ({y.FloorBootstrap:G3}), and real outcomes fit the synthetic law (CRPS ratio {y.CrpsRatio:F2}; 1 is best).");

    private static string Blame(OutcomeMetrics y, double ratio) => Invariant(
        $"Effects or outcomes differ from the real ones: U_PEHE {y.UPehe:G3} is {ratio:F1} times what resampled real rows give ({y.FloorBootstrap:G3}), CRPS ratio {y.CrpsRatio:F2} (1 is best). Use a more flexible outcome model (‹outcome-model stack›) with ‹outcome-noise residual›.");
}
