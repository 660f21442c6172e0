namespace CausalLoom.Sandbox;

/// <summary>What a numeric outcome of an exact sandbox keeps to.</summary>
public enum SandboxRange
{
    /// <summary>Nothing: it may be drawn beyond the real ones.</summary>
    None,

    /// <summary>The range of the real ones; means stay exact.</summary>
    Observed,
}
