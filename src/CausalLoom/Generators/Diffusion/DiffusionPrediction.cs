namespace CausalLoom.Generators.Diffusion;

/// <summary>What the network says about a number's noised value x_t = √ā x_0 + √(1 − ā) ε.</summary>
public enum DiffusionPrediction
{
    /// <summary>The noise ε (Ho, Jain and Abbeel, "Denoising diffusion probabilistic models", NeurIPS 2020).</summary>
    Noise,

    /// <summary>
    /// The velocity v = √ā ε − √(1 − ā) x_0 (Salimans and Ho, "Progressive distillation", ICLR 2022), well-behaved at every noise level.
    /// </summary>
    Velocity,
}
