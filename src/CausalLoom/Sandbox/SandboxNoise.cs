namespace CausalLoom.Sandbox;

/// <summary>What a numeric outcome of an exact sandbox is beyond its mean.</summary>
public enum SandboxNoise
{
    /// <summary>The real noise.</summary>
    Residual,

    /// <summary>Nothing.</summary>
    None,
}
