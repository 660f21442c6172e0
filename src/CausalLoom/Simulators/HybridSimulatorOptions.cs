namespace CausalLoom.Simulators;

/// <summary>The process of the hybrid papers and its variants (`specs/hybrid.md` §7), every variable from a stream of its own.</summary>
/// <param name="Dimensions">6 or 20 covariates.</param>
/// <param name="Overlap">How treatment is assigned.</param>
/// <param name="ConstantLogitEffect">Whether the effect on the logit is 2 for everyone (`simple`).</param>
public sealed record HybridSimulatorOptions(int Dimensions = 6, HybridOverlap Overlap = HybridOverlap.Randomized, bool ConstantLogitEffect = false);
