using static CausalLoom.Io.InvariantText;

namespace CausalLoom.Evaluation.Verdicts;

/// <summary>Whether treatment is assigned as in the real data.</summary>
internal static class TreatmentVerdict
{
    private const string Remedy =
        "Assign treatment by an explicit model (‹method steam›) with a more flexible propensity (‹propensity stack›).";

    public static Verdict Of(TreatmentMetrics w, RowCounts rows)
    {
        List<Finding?> findings =
        [
            .. w.Levels is null
                ? [OfShare(w.TreatedShareReal, w.TreatedShareSynthetic, rows, "are treated")]
                : w.Levels.Select(level => OfShare(level.Real, level.Synthetic, rows, $"have level {level.Level}")),
            Finding.Above(Math.Abs(w.OverlapSynthetic - w.OverlapReal), 0.25, 0.1, w.Levels is null
                ? Invariant($"overlap differs: {w.OverlapSynthetic:P0} of synthetic propensities lie between .05 and .95, and "
                    + $"{w.OverlapReal:P0} of real ones")
                : Invariant($"overlap differs: every level has a propensity of .05 or more in {w.OverlapSynthetic:P0} of synthetic rows, "
                    + $"and in {w.OverlapReal:P0} of real ones")),
            w.JsdPiNormalized is double score ? OfScore(score, Uncertainty(w)) : OfRandomised(w),
        ];
        return Finding.Conclude("treatment", findings, Praise(w), Remedy);
    }

    private static Finding? OfShare(double real, double synthetic, RowCounts rows, string what)
    {
        double noise = Math.Sqrt(real * (1 - real) * ((1.0 / rows.Real) + (1.0 / rows.Synthetic)));
        return Finding.Above(Math.Abs(synthetic - real), 0.1 + (2 * noise), 0.02 + (2 * noise),
            Invariant($"{synthetic:P0} of synthetic people {what}, and {real:P0} of real ones"));
    }

    // Within one standard error of a limit the milder judgement stands.
    private static Finding? OfScore(double score, double se) => Finding.Below(score + se, 0.4, 0.8, score + se < 0.4
        ? Invariant($"treatment does not depend on the covariates as it does in the real data (normalised JSD_π {score:F2} ± {se:F2}; 0 is "
            + $"no dependence, 1 the true mechanism)")
        : Invariant($"treatment follows the real assignment only in part (normalised JSD_π {score:F2} ± {se:F2}; 0 is no dependence, 1 the "
            + $"true mechanism)"));

    private static double Uncertainty(TreatmentMetrics w) => w.Noise / (w.Oracle - w.Null);

    // Where real assignment looks randomised, the synthetic one must not depend on the covariates either.
    private static Finding? OfRandomised(TreatmentMetrics w) => Finding.Below(
        w.Score - Math.Min(w.Null, w.Oracle),
        -0.05,
        -0.03,
        Invariant($"real treatment looks randomised, but synthetic treatment depends on the covariates (agreement {w.Score:F2}, where "
            + $"chance gives {Math.Min(w.Null, w.Oracle):F2})"));

    private static string Praise(TreatmentMetrics w) => w.JsdPiNormalized is double score
        ? Invariant($"Treatment is assigned as in the real data (normalised JSD_π {score:F2} ± {Uncertainty(w):F2}; 0 is no dependence on "
            + $"covariates, 1 the true mechanism), {(w.Levels is { } levels ? "with shares of " + Shares(levels)
                : Invariant($"to {w.TreatedShareSynthetic:P0} of people (real: {w.TreatedShareReal:P0})"))}.")
        : Invariant($"In the real rows treatment cannot be told from randomised, and the synthetic rows agree: "
            + $"{(w.Levels is { } shares ? "shares are " + Shares(shares)
                : Invariant($"{w.TreatedShareSynthetic:P0} are treated (real: {w.TreatedShareReal:P0})"))}. "
            + $"Weak confounding would not be seen at this number of rows.");

    private static string Shares(IReadOnlyList<LevelShare> levels) =>
        string.Join(", ", levels.Select(level => Invariant($"{level.Synthetic:P0} {level.Level} (real: {level.Real:P0})")));
}
