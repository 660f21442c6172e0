namespace CausalLoom.Sandbox;

/// <summary>How penalty mode reconstructs.</summary>
public enum SandboxReconstruction
{
    /// <summary>By the likelihood.</summary>
    Nll,

    /// <summary>By squared error.</summary>
    Mse,
}
