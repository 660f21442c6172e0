using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>What the reading of one file shares: its name, where its rows are, its missing tokens and its findings.</summary>
internal sealed class ReadingContext(string source, char delimiter, MissingTokens missing, ReadingLog log)
{
    // Row r starts on line r + 2 unless cells span lines or lines are blank: only the changes are kept.
    private readonly List<(int Row, long Shift)> _shifts = [(0, 2)];

    public char Delimiter => delimiter;

    public MissingTokens Missing => missing;

    public ReadingLog Log => log;

    /// <summary>Gets a value indicating whether cells that fit nothing become missing.</summary>
    public bool Lenient { get; init; }

    /// <summary>Gets the columns whose values differ in nearly every row.</summary>
    public HashSet<string> Identifiers { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the first column with decimal commas, if there is one.</summary>
    public string? CommaColumn { get; set; }

    /// <summary>Gets or sets the first column with decimal points, if there is one.</summary>
    public string? PointColumn { get; set; }

    private bool HasLines { get; set; } = true;

    public void MarkLine(int row, long line)
    {
        HasLines &= line > 0;
        if (line - row != _shifts[^1].Shift)
        {
            _shifts.Add((row, line - row));
        }
    }

    public long LineOf(int row)
    {
        int found = _shifts.FindLastIndex(shift => shift.Row <= row);
        return row + _shifts[found].Shift;
    }

    /// <summary>"row 17 (line 18)": rows count from 1 without the header, lines with it.</summary>
    public string Where(int row) => HasLines ? string.Create(CultureInfo.InvariantCulture, $"row {row + 1} (line {LineOf(row)})")
        : string.Create(CultureInfo.InvariantCulture, $"row {row + 1}");

    public CausalLoomException Error(int row, string column, string problem) =>
        new($"{source}, {Where(row)}, column {CellText.Show(column)}: {problem}");

    public CausalLoomException Error(string problem) => new($"{source}: {problem}");
}
