using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>How a column of a table stands in a typed file; the same for all its blocks.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">What it is there.</param>
internal sealed record OutColumn(string Name, OutKind Kind)
{
    /// <summary>Gets what the column is called for people, or null.</summary>
    public string? Label { get; init; }

    /// <summary>Gets the display format, as SAS spells it, or null.</summary>
    public string? Format { get; init; }

    /// <summary>Gets the levels of a column of text that has some, or null.</summary>
    public IReadOnlyList<string>? Levels { get; init; }

    /// <summary>Gets the seconds that one of the table's units is, for times.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The columns of a table by its first block.</summary>
    public static OutColumn[] Of(Table block) => [.. block.Columns.Select(Of)];

    /// <summary>The cells of a block's column.</summary>
    public OutCells Cells(Column column) => new(this, column);

    private static OutColumn Of(Column column) => column switch
    {
        IntegerColumn => new(column.Name, OutKind.Whole),
        ContinuousColumn => new(column.Name, OutKind.Number),
        DiscreteColumn { Levels: { Length: > 0 } levels } when Array.TrueForAll(levels, IsWhole) => new(column.Name, OutKind.Whole),
        DiscreteColumn { Levels: { Length: > 0 } levels } when Array.TrueForAll(levels, IsNumber) => new(column.Name, OutKind.Number),
        _ => new(column.Name, OutKind.Text) { Levels = ((DiscreteColumn)column).Levels },
    };

    // Only a level that is spelt as the number would be again may become one.
    private static bool IsWhole(string level) => long.TryParse(level, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n)
        && n.ToString(CultureInfo.InvariantCulture) == level;

    private static bool IsNumber(string level) => IsWhole(level)
        || (CellText.TryNumber(level, out double number) && number.ToString("R", CultureInfo.InvariantCulture) == level);
}
