using System.Globalization;
using System.Text;

namespace CausalLoom.Studies;

/// <summary>Cells of the rows that studies write and read.</summary>
internal static class StudyCells
{
    /// <summary>A number as text that reads back to the last bit; empty for NaN.</summary>
    public static string Number(double value) => double.IsNaN(value) ? string.Empty : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The number of a cell; NaN for an empty one.</summary>
    public static double Value(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>A text in quotes, on one line whatever it holds; nothing where it is empty.</summary>
    public static string Quoted(string text)
    {
        StringBuilder line = new();
        foreach (char c in text)
        {
            line.Append(char.IsControl(c) ? ' ' : c);
        }

        return text.Length == 0 ? string.Empty : "\"" + line.Replace("\"", "\"\"") + "\"";
    }

    /// <summary>The text that <see cref="Quoted"/> wrote.</summary>
    public static string Unquoted(string cell) => cell.StartsWith('"') ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;

    /// <summary>Where the quoted text at the beginning ends: the place after its last quote.</summary>
    /// <exception cref="FormatException">It does not end.</exception>
    public static int EndOfQuoted(string cells)
    {
        for (int i = 1; i < cells.Length; i++)
        {
            if (cells[i] == '"' && (++i == cells.Length || cells[i] != '"'))
            {
                return i;
            }
        }

        throw new FormatException("A quote is not closed.");
    }
}
