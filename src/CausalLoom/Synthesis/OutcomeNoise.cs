namespace CausalLoom.Synthesis;

/// <summary>What synthetic outcomes are beyond their conditional mean.</summary>
public enum OutcomeNoise
{
    /// <summary>Y = μ̂(x, w) + a draw from the fitted residual law; a two-level outcome is a Bernoulli draw.</summary>
    Residual,

    /// <summary>
    /// Y = μ̂(x, w), as the STEAM code has it (`specs/steam.md` §3): no residual noise, so standard errors on the synthetic
    /// data are far too small. A two-level outcome is still drawn, since its mean is not one of its levels.
    /// </summary>
    None,
}
