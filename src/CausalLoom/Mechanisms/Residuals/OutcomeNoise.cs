using CausalLoom.Data;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>
/// What synthetic outcomes are beyond their conditional mean: Y = μ̂(x, w) + a draw from the law of a numeric outcome's residuals. A
/// two-level outcome is always a draw from its mean.
/// </summary>
/// <param name="name">The name in the catalogue.</param>
/// <param name="learn">
/// Learns the law from data with a numeric outcome and μ̂ of each row under its own arm by models that did not see the row; null: there is
/// none, and Y = μ̂(x, w) as the STEAM code has it, so that standard errors on synthetic data are far too small.
/// </param>
public sealed class OutcomeNoise(string name, Func<CausalData, double[], FitContext, IResidualLaw>? learn)
{
    /// <summary>The name in the catalogue.</summary>
    public string Name => name;

    /// <summary>
    /// Learns the law from the data, μ̂ of each row and the context; null: there is none.
    /// </summary>
    public Func<CausalData, double[], FitContext, IResidualLaw>? Learn => learn;

    /// <summary>Residuals whose spread depends on covariates where that gains enough.</summary>
    public static OutcomeNoise Residual => OutcomeNoiseCatalogue.BuiltIn.Create("residual");

    /// <summary>None.</summary>
    public static OutcomeNoise None => OutcomeNoiseCatalogue.BuiltIn.Create("none");
}
