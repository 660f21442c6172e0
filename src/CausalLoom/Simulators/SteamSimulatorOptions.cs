using System.ComponentModel;

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
/// <param name="Slope">s in logit p = s · (mean of x_j² − <paramref name="Centre"/>); the paper: ½.</param>
/// <param name="Centre">The centre; the paper: 0, so p ≥ ½. With slope 1.5 and centre 1 confounding is strong.</param>
public sealed record SteamSimulatorOptions(
    [property: Description("covariates")] int Dimensions = 10,
    [property: Description("n_w")] int TreatmentOnly = 0,
    [property: Description("n_c")] int Confounders = 2,
    [property: Description("n_o")] int OutcomeOnly = 0,
    [property: Description("n_t")] int Modifiers = 2,
    [property: Description("of the propensity")] double Slope = 0.5,
    [property: Description("of the propensity; slope=1.5 centre=1 is strong confounding")] double Centre = 0)
{
    /// <summary>The paper's process with its confounding strengthened until a metric can be asked to see it.</summary>
    public static SteamSimulatorOptions StrongConfounding
        { get; } = new(Dimensions: 5, Modifiers: 2, Slope: 1.5, Centre: 1);
}
