namespace CausalLoom.Sandbox;

/// <summary>The latent prior of penalty mode.</summary>
public enum SandboxPrior
{
    /// <summary>A Bayesian Gaussian mixture an arm.</summary>
    Gmm,

    /// <summary>A standard normal.</summary>
    Gaussian,
}
