using CausalLoom.Evaluation;

namespace CausalLoom.Report.Metrics;

/// <summary>Copying diagnostics and train-on-synthetic, test-on-real utility.</summary>
internal static class PrivacyCatalog
{
    public static IReadOnlyList<Metric> Privacy(PrivacyMetrics p) =>
    [
        new("privacy.verbatim_rate", "verbatim copies", p.VerbatimRate, Direction.Lower,
            "share of synthetic rows that equal a real row in every covariate; compare with the next line"),
        new("privacy.verbatim_rate_real", "verbatim repeats among real rows", p.VerbatimRateReal, Direction.None,
            "share of real rows that equal another real row: what chance gives"),
        new("privacy.dcr_median_ratio", "distance to closest real row", p.DcrMedianRatio, Direction.NearOne,
            "median, over the same between real rows; far below 1 means copying"),
        new("privacy.dcr_protection", "distance protection", p.DcrProtection, Direction.Higher, "share of rows farther from their nearest "
            + "real row than its real neighbours are, over the same among real rows; ≈ 1 for new rows, 0 for a copy"),
        new("privacy.nndr", "nearest-neighbour distance ratio", p.Nndr, Direction.Higher,
            "median of nearest over second nearest; near 0 means rows cling to single real rows"),
        new("privacy.dcr_share_below_holdout_p05", "closer than 95 % of held-out rows", p.DcrShareBelowHoldoutP05, Direction.Lower,
            "share of synthetic rows; 5 % is expected") { Note = p.Note },
        new("privacy.membership_auc", "membership attack, AUC", p.MembershipAuc, Direction.NearHalf,
            "guessing whether a row was trained on; ½ is a coin toss") { Note = p.Note },
    ];

    public static IReadOnlyList<Metric> Utility(UtilityMetrics u)
    {
        (string name, Direction direction) = u.Metric == "auc" ? ("AUC", Direction.Higher) : ("RMSE", Direction.Lower);
        return
        [
            new("utility.tstr", $"trained on synthetic, tested on real ({name})", u.Tstr, direction,
                "predicting Y from X and W on held-out real rows; should be near the next line") { Note = u.Note },
            new("utility.trtr", $"trained on real, tested on real ({name})", u.Trtr, Direction.None, "the reference") { Note = u.Note },
        ];
    }
}
