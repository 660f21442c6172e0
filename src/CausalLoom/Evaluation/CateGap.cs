namespace CausalLoom.Evaluation;

/// <summary>
/// How far the synthetic effect function is from the real one, δ(x) = Δ_synthetic(x) − Δ_real(x) (docs/methods/effect-terms.md), with
/// the noise of estimating both taken off.
/// </summary>
/// <param name="Unweighted">E[δ²] over the real rows.</param>
/// <param name="OverlapWeighted">E[g(1 − g)δ²] / E[g(1 − g)]: the gap as prediction loss sees it.</param>
/// <param name="Ratio">Unweighted over overlap-weighted: above 1 where the gap sits in rows that prediction hardly sees; null where a gap
/// is not above its noise.</param>
/// <param name="Features">How many regressors the effect functions have (covariates, and squares where there are rows enough).</param>
/// <param name="Note">Why <paramref name="Ratio"/> is null, or null.</param>
public sealed record CateGap(GapFigure Unweighted, GapFigure OverlapWeighted, double? Ratio, int Features, string? Note);
