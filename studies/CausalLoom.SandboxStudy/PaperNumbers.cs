namespace CausalLoom.SandboxStudy;

/// <summary>What the paper's result files have for its private data (`specs/causalmix.md` §8): means of ten draws of one fit, scenarios 1 to 5.</summary>
internal static class PaperNumbers
{
    /// <summary>Label, our key as coded, our sound key or null, BGMM, Gaussian.</summary>
    public static IReadOnlyList<(string Label, string Coded, string? Sound, string Bgmm, string Gaussian)> Rows { get; } =
    [
        ("Norm. W1 ↓", "wasserstein", null, ".071 .111 .075 .124 .111", ".336 .360 .679 .674 .309"),
        ("KS complement ↑", "ks_complement", null, ".939 .957 .954 .938 .945", ".853 .858 .720 .734 .848"),
        ("TV complement ↑", "tv_complement", null, ".973 .978 .961 .979 .979", ".939 .928 .898 .917 .940"),
        ("Corr. similarity ↑", "correlation_similarity_as_coded", "correlation_similarity", ".987 .985 .984 .995 .979", ".915 .950 .883 .919 .907"),
        ("SU similarity ↑", "su_similarity_as_coded", "su_similarity", ".994 .993 .991 .994 .994", ".992 .990 .990 .988 .991"),
        ("Contingency ↑", "contingency_similarity", null, ".953 .956 .928 .956 .960", ".899 .881 .841 .866 .898"),
        ("MMD² ↓", "mmd_as_coded", "mmd", ".004 .006 .023 .004 .003", ".007 .016 .029 .019 .017"),
        ("MMD² ratio ↓", "mmd_ratio_as_coded", "mmd_ratio", "1.5 2.2 8.6 1.4 1.0", "2.5 6.0 10.9 7.0 6.4"),
        ("Norm. energy ↓", "energy", null, ".004 .005 .011 .005 .004", ".025 .033 .080 .073 .026"),
        ("C2ST complement ↑", "c2st_as_coded", "c2st", ".748 .699 .625 .731 .762", ".551 .510 .333 .377 .517"),
        ("CATE MAE ↓", "tau_mae_as_coded", "tau_mae", ".003 .003 .004 .003 .003", ".004 .004 .004 .005 .004"),
        ("CATE r ↑", "tau_r_as_coded", "tau_r", "- .971 .956 .980 .997", "- .915 .931 .946 .995"),
        ("ATE error ↓", "tau_mean_error_as_coded", "tau_mean_error", ".000 .000 .001 .001 .002", ".002 .001 .002 .002 .002"),
        ("κ MAE ↓", "kappa_mae_as_coded", "kappa0_mae", "0 .002 .004 0 0", "0 .002 .005 0 0"),
        ("κ MAE, T = 0 ↓", "kappa_mae_t0_as_coded", "kappa1_mae", "0 .002 .005 0 0", "0 .002 .005 0 0"),
        ("κ r (run of the figures) ↑", "kappa_r_as_coded", "kappa0_r", "- - .304 - -", "- - .401 - -"),
        ("Propensity AUC", "propensity_auc_as_coded", "propensity_auc", ".539 .561 .889 .578 .573", ".536 .563 .859 .581 .593"),
        ("Histogram overlap", "histogram_overlap_as_coded", "histogram_overlap", ".940 .850 .243 .869 .881", ".947 .855 .309 .857 .847"),
        ("DCR protection ↑", "dcr_protection", null, ".595 .607 .720 .599 .557", ".696 .747 .839 .756 .704"),
        ("DCR ratio, mean", "dcr_ratio_mean", null, "2.54 2.79 3.30 2.68 2.46", "3.25 3.72 4.29 3.60 3.07"),
        ("DCR ratio, p5", "dcr_ratio_p5", null, ".23 .26 .40 .25 .16", ".50 .62 .79 .61 .46"),
        ("DCR ratio, p50", "dcr_ratio_p50", null, "1.04 1.06 1.17 1.04 1.02", "1.12 1.20 1.34 1.20 1.15"),
        ("DCR ratio, p95", "dcr_ratio_p95", null, "4.8 4.6 6.0 5.2 4.0", "6.2 7.7 11.7 6.9 6.0"),
        ("sdmetrics DCR", "dcr_baseline", null, ".276 .282 .297 .273 .277", ".333 .373 .559 .368 .329"),
    ];
}
