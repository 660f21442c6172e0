namespace CausalLoom.Simulators;

/// <summary>
/// The process of the hybrid papers and its variants (docs/methods/simulators.md), every variable from a stream of its own.
/// </summary>
/// <param name="Dimensions">6 or 20 covariates.</param>
/// <param name="Overlap">How treatment is assigned.</param>
/// <param name="Effect">The effect on the logit.</param>
/// <param name="Confounding">Whether the outcome without treatment follows the assignment.</param>
/// <param name="NoiseColumns">How many further standard normal covariates N1, N2, … there are that nothing depends on, 0 to 1,000.</param>
public sealed record HybridSimulatorOptions(
    int Dimensions = 6,
    HybridOverlap Overlap = HybridOverlap.Randomized,
    HybridEffect Effect = HybridEffect.Papers,
    HybridConfounding Confounding = HybridConfounding.Papers,
    int NoiseColumns = 0);
