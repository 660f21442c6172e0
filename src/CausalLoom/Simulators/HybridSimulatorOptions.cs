using System.ComponentModel;

namespace CausalLoom.Simulators;

/// <summary>
/// The process of the hybrid papers and its variants (docs/methods/simulators.md), every variable from a stream of its own.
/// </summary>
/// <param name="Dimensions">6 or 20 covariates.</param>
/// <param name="Overlap">How treatment is assigned.</param>
/// <param name="Simple">Whether the effect is constant, as the papers have it by this name.</param>
/// <param name="Effect">The effect on the logit.</param>
/// <param name="Confounding">Whether the outcome without treatment follows the assignment.</param>
/// <param name="NoiseColumns">How many further standard normal covariates N1, N2, … there are that nothing depends on, 0 to 1,000.</param>
public sealed record HybridSimulatorOptions(
    [property: Description("6 or 20")] int Dimensions = 6,
    [property: Description("randomized, base, soft, moderate, poor, extreme")] HybridOverlap Overlap = HybridOverlap.Randomized,
    [property: Description("as effect=constant")] bool Simple = false,
    [property: Description("papers, constant (on the logit), null, heterogeneous (two in five are harmed)")]
    HybridEffect Effect = HybridEffect.Papers,
    [property: Description("papers (weak) or strong")] HybridConfounding Confounding = HybridConfounding.Papers,
    [property: Description("further covariates that nothing depends on")] int NoiseColumns = 0);
