namespace CausalLoom.Evaluation;

/// <summary>The decomposition with the synthetic rows' exact effects in place of estimates; there with `--truth`.</summary>
/// <param name="Effect">Ψ_sim, the mean exact effect of the synthetic rows.</param>
/// <param name="EstimateError">The AIPW estimate of the synthetic rows less their exact effect: what analysis adds, not the
/// generator.</param>
/// <param name="Difference">Ψ_sim less the real estimate: the sum of the two terms.</param>
/// <param name="DifferenceCi">Its 95 % interval.</param>
/// <param name="CovariateTerm">What shifted covariates contribute.</param>
/// <param name="CovariateTermCi">Its 95 % interval.</param>
/// <param name="ContrastTerm">What a wrong effect contributes.</param>
/// <param name="ContrastTermCi">Its 95 % interval.</param>
public sealed record ExactTerms(
    double Effect,
    double EstimateError,
    double Difference,
    double[] DifferenceCi,
    double CovariateTerm,
    double[] CovariateTermCi,
    double ContrastTerm,
    double[] ContrastTermCi);
