namespace CausalLoom.Simulators;

/// <summary>
/// The simulations of the STEAM paper (arXiv 2510.18768, after the CATENets AISTATS process). Columns are ordered
/// [treatment-only | confounders | outcome-only | effect modifiers | rest].
/// </summary>
/// <param name="Dimensions">The number of covariates d.</param>
/// <param name="TreatmentOnly">n_w: covariates that drive treatment alone.</param>
/// <param name="Confounders">n_c: covariates that drive treatment and outcome.</param>
/// <param name="OutcomeOnly">n_o: covariates that drive the outcome alone.</param>
/// <param name="Modifiers">n_t: covariates that drive the effect.</param>
/// <param name="PropensitySlope">s in logit p = s · (mean of x_j² − <paramref name="PropensityCentre"/>); the paper: ½.</param>
/// <param name="PropensityCentre">The centre; the paper: 0, so p ≥ ½. With slope 1.5 and centre 1 confounding is strong.</param>
public sealed record SteamSimulatorOptions(
    int Dimensions = 10,
    int TreatmentOnly = 0,
    int Confounders = 2,
    int OutcomeOnly = 0,
    int Modifiers = 2,
    double PropensitySlope = 0.5,
    double PropensityCentre = 0)
{
    /// <summary>The paper's process with its confounding strengthened until a metric can be asked to see it.</summary>
    public static SteamSimulatorOptions StrongConfounding
        { get; } = new(Dimensions: 5, Modifiers: 2, PropensitySlope: 1.5, PropensityCentre: 1);
}
