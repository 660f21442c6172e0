namespace CausalLoom.Evaluation;

/// <summary>
/// The average effect on both sides, by cross-fitted AIPW, and the two terms of their difference (docs/methods/effect-terms.md): signed, in
/// outcome units, with 95 % bootstrap intervals; they add up to <paramref name="Difference"/> exactly.
/// </summary>
/// <param name="Real">On the real rows.</param>
/// <param name="Synthetic">On the synthetic rows.</param>
/// <param name="CovariateTerm">The synthetic effect function's mean over synthetic X less its mean over real X: what shifted covariates
/// contribute.</param>
/// <param name="ContrastTerm">Its mean over real X less the real effect: what a wrong effect contributes.</param>
/// <param name="CovariateTermCi">The interval of <paramref name="CovariateTerm"/>, [lower, upper].</param>
/// <param name="ContrastTermCi">The interval of <paramref name="ContrastTerm"/>.</param>
/// <param name="Difference">The synthetic estimate less the real one.</param>
/// <param name="DifferenceCi">The interval of <paramref name="Difference"/>.</param>
/// <param name="ContrastBySubgroup">The contrast term by subgroup.</param>
/// <param name="ContrastByPropensity">The contrast term by tenths of the real propensity, lowest first, each interval for itself; empty
/// where propensities are all the same.</param>
/// <param name="Truth">The same with the synthetic rows' exact effects; null where they were not given.</param>
public sealed record AteComparison(
    EffectEstimate Real,
    EffectEstimate Synthetic,
    double CovariateTerm,
    double ContrastTerm,
    double[] CovariateTermCi,
    double[] ContrastTermCi,
    double Difference,
    double[] DifferenceCi,
    SubgroupContrasts ContrastBySubgroup,
    IReadOnlyList<GroupContrast> ContrastByPropensity,
    ExactTerms? Truth);
