namespace CausalLoom.Generators.CausalMix;

/// <summary>Where latent draws come from (`--prior gmm|gaussian`).</summary>
public enum CausalMixPriorKind
{
    /// <summary>
    /// A variational Bayesian Gaussian mixture with truncated stick-breaking weights, fitted to the encoder's means after training.
    /// </summary>
    Mixture,

    /// <summary>N(0, I), as the training loss assumes.</summary>
    Gaussian,
}
