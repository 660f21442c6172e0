namespace CausalLoom.Generators.Forest;

/// <summary>What is known of a cell that is to be drawn.</summary>
internal enum CellState
{
    /// <summary>Nothing: it may be missing.</summary>
    Free,

    /// <summary>That it is not missing.</summary>
    Observed,

    /// <summary>Its value, or that it is missing.</summary>
    Known,
}
