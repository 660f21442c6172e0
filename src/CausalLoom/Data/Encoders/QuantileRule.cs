namespace CausalLoom.Data.Encoders;

/// <summary>How the distribution function of a column's numbers passes through them.</summary>
public enum QuantileRule
{
    /// <summary>
    /// By mid-ranks, straight between neighbours: for a continuum. A number that repeats is an atom of its true size all the same.
    /// </summary>
    Continuum,

    /// <summary>A step function: for whole numbers and numbers that mostly repeat. Only the numbers themselves come back.</summary>
    Lattice,

    /// <summary>
    /// Through evenly spaced landmarks, from level 0 at the smallest to 1 at the largest (scikit-learn's QuantileTransformer).
    /// </summary>
    Landmarks,
}
