using CausalLoom.Evaluation;

namespace CausalLoom.Report.Metrics;

/// <summary>The metrics of P(X), and the joint metrics on all columns.</summary>
internal static class CovariateCatalog
{
    /// <summary>What every mention of recall says: without it, .5 looks like a failure and .85 like a success.</summary>
    public const string RecallReference =
        "≈ .5 is what an independent sample of the same population gives; a copy of the rows gives .83–.88";

    public static IReadOnlyList<Metric> Covariates(CovariateMetrics x) =>
    [
        new("covariates.alpha_precision", "α-precision P (X only)", x.AlphaPrecision, Direction.Higher, "1 is best; fresh patients of a "
            + "trial score .87–.92, a copy .96–.99; above .95 together with R above .60 means copying") { Spread = x.AlphaPrecisionSd },
        new("covariates.beta_recall", "β-recall R (X only)", x.BetaRecall, Direction.NearHalf, RecallReference) { Spread = x.BetaRecallSd },
        new("covariates.alpha_precision_minmax", "P, min–max variant", x.AlphaPrecisionMinmax, Direction.Higher,
            "no embedding; ≈ .97 for an independent sample"),
        new("covariates.beta_recall_minmax", "R, min–max variant", x.BetaRecallMinmax, Direction.NearHalf,
            RecallReference + " with the embedding, nearly 1 without it"),
        new("covariates.authenticity", "authenticity", x.Authenticity, Direction.NearHalf, "share of synthetic rows that are not closer to "
            + "a real row than its real neighbours are; ≈ ½ for an independent sample, 0 for a copy"),
        new("covariates.ks_complement", "1 − KS, mean over numbers", x.KsComplement, Direction.Higher,
            "margins of numeric columns; 1 is best"),
        new("covariates.tv_complement", "1 − TV, mean over levels", x.TvComplement, Direction.Higher,
            "margins of discrete columns; 1 is best"),
        new("covariates.missing_rate_difference", "gap in missing shares", x.MissingRateDifference, Direction.Lower,
            "mean over columns; 0 is best"),
        new("covariates.correlation_similarity", "correlation similarity", x.CorrelationSimilarity, Direction.Higher,
            "mean of 1 − |difference| / 2 over pairs; 1 is best"),
        new("covariates.dependence_kept", "strength of correlations kept", x.DependenceKept, Direction.Higher,
            "slope of synthetic on real associations; 1 is best, 0: the columns are independent"),
        new("covariates.dependence_kept_se", "its standard error", x.DependenceKeptSe, Direction.Lower,
            "small where the real columns hang together strongly"),
        new("covariates.wasserstein", "Wasserstein distance / SD", x.Wasserstein, Direction.Lower, "mean over columns; 0 is best"),
        new("covariates.c2st_logistic", "two-sample test, logistic", x.C2stLogistic, Direction.Higher,
            "1 − 2·|AUC − ½| of telling the sides apart; 1: cannot be told apart, 0: always"),
        new("covariates.c2st_boosting", "two-sample test, boosted trees", x.C2stBoosting, Direction.Higher,
            "the same with a flexible classifier, the hardest of these tests"),
        new("covariates.mmd", "maximum mean discrepancy", x.Mmd, Direction.Lower, "RBF kernel, standardised; 0 is best"),
        new("covariates.energy", "energy distance", x.Energy, Direction.Lower, "standardised; 0 is best"),
    ];

    public static IReadOnlyList<Metric> Joint(JointMetrics joint) =>
    [
        new("joint.inverse_kl", "inverse KL of margins", joint.InverseKl, Direction.Higher, "1 is best"),
        new("joint.ks_complement", "1 − KS of margins", joint.KsComplement, Direction.Higher, "1 is best"),
        new("joint.jensen_shannon", "Jensen–Shannon distance of margins", joint.JensenShannon, Direction.Lower, "0 is best"),
        new("joint.sinkhorn", "Sinkhorn divergence", joint.Sinkhorn, Direction.Lower, "0 is best"),
        new("joint.mmd", "maximum mean discrepancy, raw columns", joint.Mmd, Direction.Lower, "0 is best"),
        new("joint.alpha_precision", "α-precision, all columns", joint.AlphaPrecision, Direction.Higher, "1 is best"),
        new("joint.beta_recall", "β-recall, all columns", joint.BetaRecall, Direction.NearHalf, CovariateCatalog.RecallReference),
    ];
}
