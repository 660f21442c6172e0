namespace CausalLoom.Data.Formats;

/// <summary>A column of a file, with what the file says of it beyond its cells: hints that a schema keeps.</summary>
/// <param name="Name">The column's name.</param>
internal sealed record CellColumn(string Name)
{
    /// <summary>Gets what the column is called for people, or null.</summary>
    public string? Label { get; init; }

    /// <summary>Gets the display format, as SAS spells it (`DATE9.`, `8.2`), or null.</summary>
    public string? Format { get; init; }

    /// <summary>Gets the levels in their order, where the file lists them, or null.</summary>
    public IReadOnlyList<string>? Levels { get; init; }
}
