namespace CausalLoom.Data.Cells;

/// <summary>A column whose type has been decided.</summary>
/// <param name="Column">The column.</param>
/// <param name="Role">The role it has unless a user says otherwise.</param>
internal sealed record TypedColumn(Column Column, ColumnRole Role)
{
    /// <summary>Gets how its numbers are written; null: plainly.</summary>
    public CellForm? Form { get; init; }

    /// <summary>Gets the column of a pair's second numbers, or null.</summary>
    public TypedColumn? Second { get; init; }

    /// <summary>Gets what is between the numbers of a pair.</summary>
    public string Between { get; init; } = string.Empty;

    /// <summary>Gets what is behind the second number of a pair.</summary>
    public string After { get; init; } = string.Empty;
}
