namespace CausalLoom.Generators.Vae;

/// <summary>Where a variational auto-encoder's latent draws come from.</summary>
public enum LatentPriorKind
{
    /// <summary>N(0, I), as the training loss assumes.</summary>
    StandardNormal,

    /// <summary>
    /// The smoothed aggregate posterior, fitted after training (Ghosh et al., "From variational to deterministic
    /// autoencoders", ICLR 2020: ex-post density estimation). It closes the gap between N(0, I) and where the encoder
    /// really puts the data.
    /// </summary>
    AggregatePosterior,
}
