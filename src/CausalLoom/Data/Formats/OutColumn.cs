using System.Globalization;
using CausalLoom.Data.Cells;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>How a column stands in a typed file; the same for all blocks of its table.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">What it is there.</param>
internal sealed record OutColumn(string Name, OutKind Kind)
{
    private const double SecondsPerDay = 86400;

    /// <summary>Gets what the column is called for people, or null.</summary>
    public string? Label { get; init; }

    /// <summary>Gets its display format as the file it came from has it, or null.</summary>
    public string? Display { get; init; }

    /// <summary>Gets the display format where it fits what the column is, else null.</summary>
    public SasFormat? Shown => SasFormat.Parse(Display) is { } format
        && (format.Kind == Kind || (format.Kind == OutKind.Number && Kind == OutKind.Whole)) ? format : null;

    /// <summary>Gets the levels of a column of text that has some, or null.</summary>
    public IReadOnlyList<string>? Levels { get; init; }

    /// <summary>Gets the seconds that one of the table's units is, for times.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The columns of a table by its first block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="schema">How columns are written, or null.</param>
    /// <param name="hasMissingKinds">Whether the file's numbers can say why one is missing, as SAS does (.A to .Z and ._).</param>
    public static OutColumn[] Of(Table block, Schema? schema, bool hasMissingKinds = false) =>
        [.. WrittenColumn.Of(block, schema).Select(column => Of(column, hasMissingKinds) with
            { Label = column.Schema?.Label, Display = column.Schema?.Display })];

    /// <summary>The cells of a block.</summary>
    public static OutCells[] Cells(OutColumn[] columns, Table block, Schema? schema) =>
        [.. WrittenColumn.Of(block, schema).Select((written, j) => new OutCells(columns[j], written))];

    /// <summary>The letter of a special missing value's text; '\0' where it is none.</summary>
    public static char Letter(string text) => text.Length == 2 && text[0] == '.' && (char.IsAsciiLetterUpper(text[1]) || text[1] == '_')
        ? text[1] : '\0';

    private static OutColumn Of(WrittenColumn written, bool hasMissingKinds)
    {
        if (written.Second is { } second)
        {
            bool numbers = hasMissingKinds && written.Schema!.Part == ColumnPart.Whole && written.First is not DiscreteColumn
                && second is DiscreteColumn kinds && Array.TrueForAll(kinds.Levels,
                    level => level is MissingKindColumn.Value or MissingKindColumn.Empty || Letter(level) != '\0');
            return numbers ? OfNumbers(written) : new OutColumn(written.Name, OutKind.Text);
        }

        return written.First switch
        {
            DiscreteColumn { Levels: { Length: > 0 } levels } when Array.TrueForAll(levels, IsWhole) => new(written.Name, OutKind.Whole),
            DiscreteColumn { Levels: { Length: > 0 } levels } when Array.TrueForAll(levels, IsNumber) => new(written.Name, OutKind.Number),
            DiscreteColumn discrete => new(written.Name, OutKind.Text) { Levels = discrete.Levels },
            _ => OfNumbers(written),
        };
    }

    private static OutColumn OfNumbers(WrittenColumn written) => written.Schema?.Form switch
    {
        null => new(written.Name, written.First is IntegerColumn ? OutKind.Whole : OutKind.Number),
        { Time: TimeKind.Date } => new(written.Name, OutKind.Date),
        { Time: TimeKind.DateTime } => new(written.Name, OutKind.DateTime),
        PartsForm clock when clock.Pattern.StartsWith("[hh]", StringComparison.Ordinal) && IsClock(written.First, clock.Seconds) =>
            new(written.Name, OutKind.Time) { Scale = clock.Seconds },
        _ => new(written.Name, OutKind.Text),
    };

    // Hours of two digits, none beyond a day.
    private static bool IsClock(Column column, double scale)
    {
        for (int row = 0; row < column.Count; row++)
        {
            if (!column.IsMissing(row) && column.NumberAt(row) * scale is < 0 or >= SecondsPerDay)
            {
                return false;
            }
        }

        return true;
    }

    // Only a level that is spelt as the number would be again may become one.
    private static bool IsWhole(string level) =>
        long.TryParse(level, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
        && number.ToString(CultureInfo.InvariantCulture) == level;

    private static bool IsNumber(string level) => IsWhole(level)
        || (CellText.TryNumber(level, out double number) && number.ToString("R", CultureInfo.InvariantCulture) == level);
}
