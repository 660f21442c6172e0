namespace CausalLoom.Data;

/// <summary>A table read from a file, with the roles it has so far.</summary>
/// <param name="Path">The file.</param>
/// <param name="Table">All columns but those left out, in file order.</param>
/// <param name="Schema">Type and role of every column of the file.</param>
/// <param name="Notes">What is worth knowing, one line each.</param>
/// <param name="Warnings">What changes numbers or deserves a look, one line each.</param>
public sealed record LoadedTable(string Path, Table Table, Schema Schema, IReadOnlyList<string> Notes, IReadOnlyList<string> Warnings)
{
    /// <summary>The treatment's reference level as options or the levels' names have it; null: the first in the column's order.</summary>
    public string? Reference { get; init; }

    /// <summary>What must be said before the treatment's levels can be put in order, or null.</summary>
    public string? Undecided { get; init; }

    /// <summary>The columns of the file that are not used, and why.</summary>
    public IReadOnlyList<LeftOutColumn> LeftOut { get; init; } = [];

    /// <summary>Rows that were left out, a reason each, with how many.</summary>
    public IReadOnlyList<(string Reason, int Rows)> DroppedRows { get; init; } = [];
}
