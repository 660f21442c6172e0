namespace CausalLoom.Data;

/// <summary>The levels a treatment can take, as the data code them. Level 0 is the reference: control, where there are two.</summary>
/// <param name="Name">The treatment column's name.</param>
/// <param name="Levels">The level names, as CSV has them; index is the arm.</param>
public sealed record TreatmentSpace(string Name, IReadOnlyList<string> Levels)
{
    /// <summary>The number of arms, K.</summary>
    public int Arms => Levels.Count;

    /// <summary>Whether there are exactly two arms.</summary>
    public bool IsBinary => Levels.Count == 2;

    /// <summary>Arms of rows as a column whose codes are the arms.</summary>
    /// <param name="arms">The level of each row, 0 … K − 1. Shared, not copied.</param>
    internal Column Column(int[] arms) => IsBinary
        ? new BinaryColumn(Name, arms, [.. Levels])
        : new CategoricalColumn(Name, arms, [.. Levels]);
}
