namespace CausalLoom.Data;

/// <summary>When a column was measured, against the start of treatment.</summary>
public enum ColumnTiming
{
    /// <summary>Before it, as a covariate must be.</summary>
    Pre,

    /// <summary>After it: what treatment may have changed is no confounder.</summary>
    Post,
}
