namespace CausalLoom.Sandbox;

/// <summary>How a sandbox meets its request.</summary>
public enum SandboxMode
{
    /// <summary>By construction.</summary>
    Exact,

    /// <summary>By the paper's conditional autoencoder with penalties.</summary>
    Penalty,
}
