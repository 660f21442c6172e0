using CausalLoom.Evaluation;

namespace CausalLoom.Report.Metrics;

/// <summary>What a difference in average effects is made of, and in which part of the data the sides differ.</summary>
internal static class DiagnosisCatalog
{
    public static IReadOnlyList<Metric> Terms(AteComparison ate) =>
    [
        new("ate.difference", "synthetic − real effect", ate.Difference, Direction.NearZero, "the sum of the next two, exactly")
            { Interval = ate.DifferenceCi },
        new("ate.covariate_term", "covariate term", ate.CovariateTerm, Direction.NearZero,
            "what shifted covariates contribute to the difference") { Interval = ate.CovariateTermCi },
        new("ate.contrast_term", "contrast term", ate.ContrastTerm, Direction.NearZero,
            "what a wrong effect contributes to the difference; the two terms can cancel") { Interval = ate.ContrastTermCi },
        .. ate.Truth is { } truth ? Exact(truth) : [],
        new("ate.contrast_by_subgroup.tested", "subgroups tested", ate.ContrastBySubgroup.Tested, Direction.None,
            "levels of discrete covariates and halves of numbers with rows enough") { IsCount = true },
        new("ate.contrast_by_subgroup.critical_value", "critical value for all of them", ate.ContrastBySubgroup.CriticalValue,
            Direction.None, "in standard errors: the largest |contrast| over the subgroups exceeds it in 5 % of bootstrap draws"),
    ];

    public static IReadOnlyList<Metric> CateGap(CateGap gap) =>
    [
        .. Gap("cate_gap.unweighted", "gap of the effects", gap.Unweighted,
            "mean squared gap of the two effect functions over real rows, noise taken off; squared outcome units"),
        .. Gap("cate_gap.overlap_weighted", "gap as prediction sees it", gap.OverlapWeighted, "the same weighted by g(1 − g)"),
        new("cate_gap.ratio", "ratio of the two gaps", gap.Ratio, Direction.NearOne,
            "above 1: effects are wrong where predicting outcomes hardly notices") { Note = gap.Note },
        new("cate_gap.features", "regressors of the effect functions", gap.Features, Direction.None,
            "covariates, and their squares where there are rows enough") { IsCount = true },
    ];

    public static IReadOnlyList<Metric> Signal(SignalMetrics signal) =>
        [.. Side("real", signal.Real), .. Side("synthetic", signal.Synthetic)];

    public static IReadOnlyList<Metric> Localisation(LocalisationMetrics l) =>
    [
        .. Step("covariates", "X", l.Covariates),
        .. Step("assignment", "X, W", l.Assignment),
        .. Step("outcome", "X, W, Y", l.Outcome),
        new("localisation.rows_real", "real rows used", l.RowsReal, Direction.None, "at most 5,000") { IsCount = true },
        new("localisation.rows_synthetic", "synthetic rows used", l.RowsSynthetic, Direction.None, "at most 5,000") { IsCount = true },
    ];

    private static IEnumerable<Metric> Exact(ExactTerms truth) =>
    [
        new("ate.truth.effect", "exact effect of the synthetic rows", truth.Effect, Direction.NearReal,
            "the mean of what the model knows of each row"),
        new("ate.truth.estimate_error", "error of the synthetic estimate", truth.EstimateError, Direction.NearZero,
            "estimate − exact effect: what analysis adds, not the generator"),
        new("ate.truth.difference", "exact synthetic − real effect", truth.Difference, Direction.NearZero,
            "the sum of the next two, exactly") { Interval = truth.DifferenceCi },
        new("ate.truth.covariate_term", "covariate term, exact effects", truth.CovariateTerm, Direction.NearZero,
            "as above, without the synthetic rows’ noise") { Interval = truth.CovariateTermCi },
        new("ate.truth.contrast_term", "contrast term, exact effects", truth.ContrastTerm, Direction.NearZero,
            "as above, without the synthetic rows’ noise") { Interval = truth.ContrastTermCi },
    ];

    private static IEnumerable<Metric> Gap(string key, string name, GapFigure gap, string reference) =>
    [
        new(key + ".gap", name, gap.Gap, Direction.NearZero, reference) { Interval = gap.GapCi },
        new(key + ".raw", name + ", raw", gap.Raw, Direction.None, "with the noise of both fits"),
        new(key + ".floor", name + ", floor", gap.Floor, Direction.None,
            "what that noise alone gives: two halves of one table would have it"),
    ];

    private static IEnumerable<Metric> Side(string side, SignalSide s)
    {
        Direction near = side == "real" ? Direction.None : Direction.NearReal;
        return
        [
            new($"signal.{side}.propensity_variance", $"E[g(1 − g)], {side}", s.PropensityVariance, near,
                "the weight with which prediction loss sees an error in the effect; at most ¼"),
            new($"signal.{side}.share_of_quarter", $"the same over ¼, {side}", s.ShareOfQuarter, near, "1: a trial with even arms"),
            new($"signal.{side}.overlap", $"overlap, {side}", s.Overlap, near, "share of propensities in [.05, .95]"),
            new($"signal.{side}.ess_control", $"effective control rows, {side}", s.EssControl, near, "under inverse-probability weights"),
            new($"signal.{side}.ess_treated", $"effective treated rows, {side}", s.EssTreated, near, "under inverse-probability weights"),
            new($"signal.{side}.ess_control_share", $"the same over all control rows, {side}", s.EssControlShare, near,
                "1: weights do not vary"),
            new($"signal.{side}.ess_treated_share", $"the same over all treated rows, {side}", s.EssTreatedShare, near,
                "1: weights do not vary"),
        ];
    }

    private static IEnumerable<Metric> Step(string key, string inputs, LocalisedStep s) =>
    [
        new($"localisation.{key}.auc", $"AUC by {inputs}", s.Auc, Direction.NearHalf, "of boosted trees that tell the sides apart")
            { Interval = s.AucCi },
        new($"localisation.{key}.complement", $"1 − 2·|AUC − ½| by {inputs}", s.Complement, Direction.Higher, "1: cannot be told apart"),
        new($"localisation.{key}.nested_p_value", $"p of AUC > ½ by {inputs}", s.NestedPValue, Direction.None, "one-sided"),
        new($"localisation.{key}.increment", $"gain in AUC by {inputs}", s.Increment, Direction.NearZero, "over the inputs before")
            { Interval = s.IncrementCi },
        new($"localisation.{key}.p_value", $"p of {key} alone", s.PValue, Direction.None,
            "that this part is the same on both sides given the parts before it"),
    ];
}
