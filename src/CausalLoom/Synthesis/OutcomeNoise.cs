namespace CausalLoom.Synthesis;

/// <summary>What synthetic outcomes are beyond their conditional mean.</summary>
public enum OutcomeNoise
{
    /// <summary>Y = μ̂(x, w) + a draw from the fitted residual law; a two-level outcome is a Bernoulli draw.</summary>
    Residual,

    /// <summary>As <see cref="Residual"/>, but residuals of both arms are drawn as they are: one spread and shape for all.</summary>
    Homoscedastic,

    /// <summary>As <see cref="Residual"/>, but the spread always depends on covariates, however little that gains.</summary>
    Heteroscedastic,

    /// <summary>As <see cref="Residual"/>, but residuals of the row's arm are drawn as they are.</summary>
    ArmBootstrap,

    /// <summary>
    /// As <see cref="Residual"/>, but residuals of the row's arm are weighted by a quantile forest: shape may depend on covariates too.
    /// </summary>
    Quantile,

    /// <summary>
    /// Y = μ̂(x, w), as the STEAM code has it (docs/methods/steam.md): no residual noise, so standard errors on the synthetic
    /// data are far too small. A two-level outcome is still drawn, since its mean is not one of its levels.
    /// </summary>
    None,
}
