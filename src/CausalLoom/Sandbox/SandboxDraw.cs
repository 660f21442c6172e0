using CausalLoom.Data;

namespace CausalLoom.Sandbox;

/// <summary>Units drawn from a sandbox with all that is true of them; arrays are [rows].</summary>
/// <param name="Covariates">X.</param>
/// <param name="Treatment">T, 0 or 1.</param>
/// <param name="Outcomes">Y(0), Y(1) and U as drawn.</param>
/// <param name="Mu0">E[Y(0) | x], marginal over T and U.</param>
/// <param name="Mu1">E[Y(1) | x], marginal over T and U.</param>
/// <param name="Kappa0">E[Y(0) | x, T = 1] − E[Y(0) | x, T = 0].</param>
/// <param name="Kappa1">E[Y(1) | x, T = 1] − E[Y(1) | x, T = 0].</param>
/// <param name="Propensity">P(T = 1 | x); NaN where the model does not know it.</param>
/// <param name="PropensityU">P(T = 1 | x, u); that of x alone where there is no U.</param>
public sealed record SandboxDraw(
    Table Covariates,
    int[] Treatment,
    SandboxOutcomes Outcomes,
    double[] Mu0,
    double[] Mu1,
    double[] Kappa0,
    double[] Kappa1,
    double[] Propensity,
    double[] PropensityU);
