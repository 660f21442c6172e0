namespace CausalLoom.Numerics.Linear;

/// <summary>Which operands of a product are stored transposed.</summary>
internal enum GemmKind
{
    /// <summary>C = A·B, A [m × k], B [k × n]: a forward pass.</summary>
    NN,

    /// <summary>C = Aᵀ·B, A stored [k × m], B [k × n]: a weight gradient.</summary>
    TN,

    /// <summary>C = A·Bᵀ, A [m × k], B stored [n × k]: an input gradient.</summary>
    NT,
}
