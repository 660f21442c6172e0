using MathNet.Numerics.Distributions;
using static CausalLoom.Io.InvariantText;

namespace CausalLoom.Evaluation.Verdicts;

/// <summary>
/// Whether a trial analysis of the synthetic rows would find the average effect of the real ones, with a fitting standard error.
/// </summary>
internal static class EffectVerdict
{
    /// <summary>The verdict; of more than two levels, that of the worst contrast.</summary>
    public static Verdict Of(EvaluationResult result)
    {
        if (result.Contrasts is not { } contrasts)
        {
            return Of(result.Ate, result.Support, result.Rows.Used, 1);
        }

        (EffectContrast worst, Verdict verdict) = contrasts
            .Select(contrast => (Contrast: contrast, Verdict: Of(contrast.Ate, result.Support, result.Rows.Used, contrasts.Count)))
            .MaxBy(of => (of.Verdict.Level, Distance(of.Contrast.Ate)));
        return verdict with
        {
            Text = $"{worst.Level} against {worst.Reference}, the worst of {contrasts.Count} contrasts: {verdict.Text}",
        };
    }

    private static Verdict Of(AteComparison effect, SupportMetrics support, RowCounts rows, int contrasts)
    {
        double z = Distance(effect);
        // Standard errors at the same number of rows.
        double precision = effect.Real.Se > 0 ? effect.Synthetic.Se / effect.Real.Se * Math.Sqrt((double)rows.Synthetic / rows.Real) : 1;
        List<Finding?> findings =
        [
            Finding.Above(z, Limit(3, contrasts), Limit(2, contrasts),
                Invariant($"the average effect is {effect.Synthetic.Estimate:G3} on synthetic and {effect.Real.Estimate:G3} on real rows, "
                    + $"{z:F1} standard errors apart ({Term(effect.CovariateTerm, effect.CovariateTermCi)} of it from other covariates, "
                    + $"{Term(effect.ContrastTerm, effect.ContrastTermCi)} from another effect)")),
            HidesErrors(effect)
                ? new Finding(VerdictLevel.Caution, Invariant($"two errors hide each other: other covariates move the average effect by "
                    + $"{Term(effect.CovariateTerm, effect.CovariateTermCi)}, another effect by "
                    + $"{Term(effect.ContrastTerm, effect.ContrastTermCi)}"))
                : null,
            Finding.Below(precision, 0.4, 0.7,
                Invariant($"standard errors from these rows are {precision:F2} times those of as many real rows: outcomes lack their "
                    + $"natural spread")),
            Finding.Above(precision, 2.5, 1.5,
                Invariant($"standard errors from these rows are {precision:F1} times those of as many real rows: overlap or spread is "
                    + $"worse than in the real data")),
            Finding.Above(support.ShareOutsideArm, 0.4, 0.1,
                Invariant($"{support.ShareOutsideArm:P0} of synthetic people lie where no real person of their arm was seen (1 % is "
                    + $"expected): their outcomes are extrapolated")),
        ];
        return Finding.Conclude("effect", findings, Praise(effect, z),
            "Check the outcome and treatment verdicts first; with ‹method steam› use ‹outcome-noise residual›.");
    }

    // In standard errors.
    private static double Distance(AteComparison effect)
    {
        double difference = effect.Synthetic.Estimate - effect.Real.Estimate;
        double se = Math.Sqrt(Math.Pow(effect.Real.Se, 2) + Math.Pow(effect.Synthetic.Se, 2));
        return se > 0 ? Math.Abs(difference) / se : difference == 0 ? 0 : double.PositiveInfinity;
    }

    // The limit that the largest of several distances passes by chance no more often than a single one passes z (Bonferroni).
    private static double Limit(double z, int contrasts) =>
        contrasts == 1 ? z : -Normal.InvCDF(0, 1, Normal.CDF(0, 1, -z) / contrasts);

    // Both terms are there, are worth a standard error, and have opposite signs: the average is right for wrong reasons.
    private static bool HidesErrors(AteComparison effect) =>
        Excludes0(effect.CovariateTermCi) && Excludes0(effect.ContrastTermCi) && effect.CovariateTerm * effect.ContrastTerm < 0
        && Math.Min(Math.Abs(effect.CovariateTerm), Math.Abs(effect.ContrastTerm)) > effect.Real.Se;

    private static bool Excludes0(double[] interval) => interval[0] > 0 || interval[1] < 0;

    private static string Term(double value, double[] interval) => Invariant($"{value:G2} (95 % {interval[0]:G2} to {interval[1]:G2})");

    private static string Praise(AteComparison effect, double z) => Invariant(
        $"The average effect is {effect.Synthetic.Estimate:G3} (SE {effect.Synthetic.Se:G2}) on synthetic and "
            + $"{effect.Real.Estimate:G3} (SE {effect.Real.Se:G2}) on real rows, {z:F1} standard errors apart.");
}
