namespace CausalLoom.Data;

/// <summary>
/// The levels a treatment can take, as the data code them. Binary: level 0 is control, level 1 is treated. More than two
/// arms have a place here and in <see cref="Synthesis.Truth"/>; estimators and generators are binary for now.
/// </summary>
/// <param name="Name">The treatment column's name.</param>
/// <param name="Levels">The level names, as CSV has them; index is the arm.</param>
public sealed record TreatmentSpace(string Name, IReadOnlyList<string> Levels)
{
    /// <summary>The number of arms.</summary>
    public int Arms => Levels.Count;

    /// <summary>Whether there are exactly two arms.</summary>
    public bool IsBinary => Levels.Count == 2;
}
