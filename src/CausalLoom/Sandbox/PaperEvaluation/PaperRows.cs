namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>The rows of the evaluation's table: names, words, and what a figure that cannot be had lacks.</summary>
internal static class PaperRows
{
    private const string Coded = "_as_coded";
    private const string NoNumbers = "the data have no numeric column";
    private const string NoLevels = "the data have fewer than two columns of levels";
    private const string Constant = "what was asked, or what was delivered, is constant";
    private const string NoZeroSkill = "0 was asked for, or a constant that no constant beats";
    private const string NoDecoder = "the model has no decoder";

    /// <summary>Key, label, and why it may be missing.</summary>
    public static IReadOnlyList<(string Key, string Label, string Missing)> All { get; } =
    [
        ("wasserstein", "W1 in SD of the real column, numbers", NoNumbers),
        ("ks_complement", "1 - KS, numbers", NoNumbers),
        ("tv_complement", "1 - total variation, levels", "the data have no column of levels"),
        ("correlation_similarity", "1 - |r - r|/2, pairs of all columns", "there is one column"),
        ("correlation_similarity" + Coded, "1 - |rho - rho|/2, Spearman, pairs of numbers", "the data have fewer than two numeric columns"),
        ("su_similarity", "1 - |SU - SU|, ten bins", "there is one column"),
        ("su_similarity" + Coded, "1 - |SU - SU|, nearest neighbours", "there is one column"),
        ("contingency_similarity", "1 - TV of pairs of levels", NoLevels),
        ("mmd", "MMD2 within arms, one scale and bandwidth", "an arm has too few rows"),
        ("mmd_ratio", "the same over the SD of random halves of the real rows", "an arm has too few rows"),
        ("mmd" + Coded, "MMD2 within arms, each side on its own scale", "an arm has too few rows"),
        ("mmd_ratio" + Coded, "the same over that of one split of the real rows", "an arm has too few rows"),
        ("energy", "energy distance over E|r - r'|", "the real rows are all the same"),
        ("c2st", "boosted two-sample score, cross-fitted", "-"),
        ("c2st" + Coded, "logistic two-sample score, one 70/30 split", "-"),
        .. Knob("tau", "tau", "ATE error"),
        .. Knob("kappa0", "kappa0", "error of the mean"),
        .. Knob("kappa1", "kappa1", "error of the mean"),
        ("tau_mae" + Coded, "MAE of tau, stated means", "-"),
        ("tau_r" + Coded, "r of tau, stated means", Constant),
        ("tau_mean_error" + Coded, "ATE error, stated means", "-"),
        ("tau_w1" + Coded, "W1 of stated and asked tau", "-"),
        ("kappa_mae" + Coded, "MAE of kappa of the other arm's outcome", "-"),
        ("kappa_mae_t0" + Coded, "the same among controls", "there is no control"),
        ("kappa_mae_t1" + Coded, "the same among the treated", "nobody is treated"),
        ("kappa_w1" + Coded, "W1 of stated and asked kappa", "-"),
        ("kappa_r" + Coded, "r of kappa, which the paper leaves out", Constant),
        ("kappa_skill" + Coded, "skill of kappa, which the paper leaves out", NoZeroSkill),
        ("decoder_mse" + Coded, "mean square of the decoder's log ratio off log alpha", NoDecoder),
        ("decoder_within" + Coded, "share of it within .25", NoDecoder),
        ("decoder_mse_shifted" + Coded, "the same off log alpha shifted to the share of treated", NoDecoder),
        ("decoder_within_shifted" + Coded, "share of it within .25", NoDecoder),
        .. Overlap(string.Empty, "cross-fitted boosted propensity"),
        .. Overlap(Coded, "in-sample logistic propensity"),
        ("kde_overlap" + Coded, "overlap of the arms' kernel densities of the logit", "-"),
        ("dcr_protection", "share of real rows nearer to a real than to a synthetic row", "all real rows are the same"),
        ("dcr_ratio_mean", "distance to the nearest synthetic over that to the nearest other real row", "all real rows are the same"),
        ("dcr_ratio_p5", "its 5 % quantile", "all real rows are the same"),
        ("dcr_ratio_p50", "its median", "all real rows are the same"),
        ("dcr_ratio_p95", "its 95 % quantile", "all real rows are the same"),
        ("dcr_baseline", "median distance to a real row over that of uniform rows, at most 1", "uniform rows are at distance 0"),
    ];

    /// <summary>The form that a key has.</summary>
    public static PaperForm FormOf(string key) => key.EndsWith(Coded, StringComparison.Ordinal) ? PaperForm.AsCoded
        : Shared.Contains(key) ? PaperForm.Same
        : PaperForm.Sound;

    private static readonly string[] Shared =
    [
        "wasserstein", "ks_complement", "tv_complement", "contingency_similarity", "energy",
        "dcr_protection", "dcr_ratio_mean", "dcr_ratio_p5", "dcr_ratio_p50", "dcr_ratio_p95", "dcr_baseline",
    ];

    private static (string Key, string Label, string Missing)[] Knob(string key, string name, string ofMean) =>
    [
        (key + "_mae", $"MAE of {name}, draws", "-"),
        (key + "_r", $"r of {name}, draws", Constant),
        (key + "_skill", $"skill of {name}, draws", NoZeroSkill),
        (key + "_mean_error", $"{ofMean}, draws", "-"),
        (key + "_w1", $"W1 of drawn and asked {name}", "-"),
    ];

    private static (string Key, string Label, string Missing)[] Overlap(string suffix, string of) =>
    [
        ("propensity_auc" + suffix, "AUC of the " + of, "-"),
        ("histogram_overlap" + suffix, "50-bin overlap of the arms' " + of, "an arm is empty"),
        ("common_support" + suffix, "share with .05 < e < .95, " + of, "-"),
        ("common_support_t0" + suffix, "the same among controls", "there is no control"),
        ("common_support_t1" + suffix, "the same among the treated", "nobody is treated"),
    ];
}
