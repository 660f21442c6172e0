using CausalLoom.Evaluation;

namespace CausalLoom.Report.Metrics;

/// <summary>The metrics of P(W | X), P(Y | W, X) and of the effects.</summary>
internal static class MechanismCatalog
{
    public static IReadOnlyList<Metric> Treatment(TreatmentMetrics w) =>
    [
        new("treatment.jsd_pi", "JSD_π as published", w.JsdPi, Direction.Higher,
            "linear propensity; weak: even a wrong mechanism often scores above .9"),
        new("treatment.jsd_pi_normalized", "JSD_π, normalised", w.JsdPiNormalized, Direction.Higher,
            "0: as good as treatment assigned without regard to X; 1: as good as resampled real rows") { Note = w.Note },
        new("treatment.score", "flexible score, synthetic", w.Score, Direction.Higher, "compare with the next two"),
        new("treatment.null", "flexible score, null", w.Null, Direction.None,
            "the better of permuted W and a constant propensity, at the synthetic size"),
        new("treatment.oracle", "flexible score, oracle", w.Oracle, Direction.None,
            "a perfect mechanism, by resampling real rows, at the synthetic size"),
        new("treatment.noise", "flexible score, noise", w.Noise, Direction.None, "standard deviation of oracle − null over draws; divided "
            + "by oracle − null it is about the standard error of the normalised score"),
        new("treatment.overlap_real", "overlap, real", w.OverlapReal, Direction.None, w.Levels is null
            ? "share of propensities in [.05, .95]" : "share of rows in which every level has a propensity of .05 or more"),
        new("treatment.overlap_synthetic", "overlap, synthetic", w.OverlapSynthetic, Direction.NearReal, "should be near the real share"),
        new("treatment.treated_share_real", "treated share, real", w.TreatedShareReal, Direction.None,
            w.Levels is null ? "share of treated rows" : "share of rows that are not of the reference"),
        new("treatment.treated_share_synthetic", "treated share, synthetic", w.TreatedShareSynthetic, Direction.NearReal,
            "should be near the real share"),
    ];

    public static IReadOnlyList<Metric> Outcome(OutcomeMetrics y) =>
    [
        new("outcome.u_pehe", "U_PEHE", y.UPehe, Direction.Lower,
            "mean over the learners, outcome units; judge it against the two floors, not against 0"),
        new("outcome.floor", "floor: other seeds", y.Floor, Direction.None,
            "U_PEHE of the same real rows under other seeds: learner noise alone"),
        new("outcome.floor_bootstrap", "floor: bootstrap rows", y.FloorBootstrap, Direction.None,
            "U_PEHE of resampled real rows: learner and sampling noise; what a perfect generator can hope for"),
        new("outcome.learners.t", "T-learner", y.Learners.T, Direction.Lower, "one network an arm"),
        new("outcome.learners.s", "S-learner", y.Learners.S, Direction.Lower, "one network with W as an input"),
        new("outcome.learners.dr", "DR-learner", y.Learners.Dr, Direction.Lower, "doubly robust pseudo-outcomes"),
        new("outcome.learners.ra", "RA-learner", y.Learners.Ra, Direction.Lower, "regression-adjusted pseudo-outcomes"),
        new("outcome.u_policy", "U_policy", y.UPolicy, Direction.Higher,
            "share of rows on which both sides agree on the sign of the effect"),
        new("outcome.u_int", "U_int", y.UInt, Direction.Higher,
            "agreement on which covariates drive the effect; swings between runs, so do not rely on it"),
        new("outcome.crps_ratio", "CRPS ratio", y.CrpsRatio, Direction.NearOne,
            "real outcomes predicted by the synthetic law over the real one; 1 is best, above 1 is worse"),
        new("outcome.effect_sd_real", "SD of effects, real side", y.EffectSdReal, Direction.None,
            "how much the estimated effect varies between rows"),
        new("outcome.effect_sd_synthetic", "SD of effects, synthetic side", y.EffectSdSynthetic, Direction.NearReal,
            "should be near the real side"),
    ];

    public static IReadOnlyList<Metric> Effect(AteComparison ate, SupportMetrics support) =>
    [
        .. Average(ate),
        new("support.share_outside", "rows outside the support", support.ShareOutside, Direction.Lower,
            "farther from the real rows than 99 % of real rows are from the others; ≈ 1 % is expected"),
        new("support.share_outside_arm", "rows outside their arm's support", support.ShareOutsideArm, Direction.Lower,
            "the same within the row's own arm: there the outcome model extrapolates"),
    ];

    public static IReadOnlyList<Metric> Average(AteComparison ate) =>
    [
        new("ate.real.estimate", "average effect, real", ate.Real.Estimate, Direction.None, "cross-fitted AIPW, outcome units"),
        new("ate.real.se", "its standard error", ate.Real.Se, Direction.None, "of the real estimate"),
        new("ate.synthetic.estimate", "average effect, synthetic", ate.Synthetic.Estimate, Direction.NearReal,
            "should be near the real estimate"),
        new("ate.synthetic.se", "its standard error", ate.Synthetic.Se, Direction.NearReal,
            "much smaller than the real one: outcomes carry too little noise"),
    ];
}
