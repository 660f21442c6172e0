namespace CausalLoom.Data;

/// <summary>What becomes of rows whose outcome is missing.</summary>
public enum MissingOutcomes
{
    /// <summary>They are refused.</summary>
    Refuse,

    /// <summary>They are left out: right where what is missing depends on nothing but chance, or on what the models condition on.</summary>
    Drop,

    /// <summary>They are left out, and the others weighted by one over their probability of being observed.</summary>
    Weight,
}
