namespace CausalLoom.Data.Cells;

/// <summary>What a file says of one of its columns.</summary>
/// <param name="Name">Its name.</param>
internal sealed record CellColumn(string Name)
{
    /// <summary>Gets its label, or null.</summary>
    public string? Label { get; init; }

    /// <summary>Gets its display format, as SAS spells it (`DATE9.`, `8.2`), or null.</summary>
    public string? Format { get; init; }

    /// <summary>Gets why it is an identifier by what the file is, such as row names; null: it is not.</summary>
    public string? Identifier { get; init; }
}
