using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// Writes a table as CSV: RFC 4180, UTF-8 without a mark, `\n`, `.` as decimal point, missing cells empty. Continuous values are
/// rounded to their column's decimals where it has them and are otherwise the shortest text that reads back as the same number.
/// Cells are written as they are, also those that start with `=`, `+`, `-` or `@`: to a spreadsheet they may be formulas, but
/// changing them would change the data.
/// </summary>
public static class CsvTableWriter
{
    private const int FlushBytes = 1 << 16;
    private const int MaxNumberBytes = 400;
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",;\t\"\r\n");

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="CausalLoomException">The file cannot be written.</exception>
    public static void Write(string path, Table table, Schema? schema = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(path, stream => Write(stream, table, schema));
    }

    /// <summary>Writes to a stream.</summary>
    public static void Write(Stream stream, Table table, Schema? schema = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(table);
        WriteRows(stream, table, withHead: true, schema);
    }

    /// <summary>Writes the rows of a table that follows others of the same columns in the same stream, or is the first of them.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="table">The rows.</param>
    /// <param name="withHead">Whether the column names come first.</param>
    /// <param name="schema">How columns are written where that is not plain: as dates, with units, two in one cell; or null.</param>
    public static void WriteRows(Stream stream, Table table, bool withHead, Schema? schema = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(table);
        ArrayBufferWriter<byte> buffer = new(FlushBytes * 2);
        (string Name, Action<int> Write)[] cells = [.. WrittenColumn.Of(table, schema)
            .Select(column => (column.Name, Cells(column, buffer, alone: table.Columns.Count == 1)))];
        if (withHead)
        {
            Row(buffer, cells.Length, j => buffer.Write(Encoding.UTF8.GetBytes(Quote(cells[j].Name))));
        }

        // A row of empty cells alone would be no row.
        bool bare = cells.Length > 1 && table.Columns.All(column => column.MissingCount > 0);
        for (int row = 0; row < table.Rows; row++)
        {
            int at = row;
            if (bare && table.Columns.All(column => column.IsMissing(at)))
            {
                buffer.Write("\"\""u8);
            }

            Row(buffer, cells.Length, j => cells[j].Write(at));
            if (buffer.WrittenCount >= FlushBytes)
            {
                Flush(stream, buffer);
            }
        }

        Flush(stream, buffer);
    }

    /// <summary>A cell's text as RFC 4180 wants it: in quotes where it holds a separator, quote, line end or outer space.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool plain = !text.AsSpan().ContainsAny(NeedQuotes)
            && (text.Length == 0 || !(char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text[0] == '\uFEFF'));
        return plain ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void Row(ArrayBufferWriter<byte> buffer, int columns, Action<int> cell)
    {
        for (int j = 0; j < columns; j++)
        {
            if (j > 0)
            {
                buffer.Write(","u8);
            }

            cell(j);
        }

        buffer.Write("\n"u8);
    }

    private static void Flush(Stream stream, ArrayBufferWriter<byte> buffer)
    {
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }

    // In a table of one column an empty line would be no row, so a missing cell is written as "".
    private static Action<int> Cells(WrittenColumn written, ArrayBufferWriter<byte> buffer, bool alone)
    {
        byte[] missing = alone ? "\"\""u8.ToArray() : [];
        if (written.IsDressed)
        {
            return row =>
            {
                string text = written.TextAt(row);
                buffer.Write(text.Length == 0 ? missing : Encoding.UTF8.GetBytes(Quote(text)));
            };
        }

        switch (written.First)
        {
            case ContinuousColumn { Decimals: { } decimals } continuous:
                return row => Number(buffer, missing, Math.Round(continuous.Values[row], decimals) + 0.0);
            case ContinuousColumn continuous:
                return row => Number(buffer, missing, continuous.Values[row]);
            case IntegerColumn integer:
                return row =>
                {
                    if (integer.IsMissing(row))
                    {
                        buffer.Write(missing);
                    }
                    else
                    {
                        Utf8Formatter.TryFormat(integer.Values[row], buffer.GetSpan(MaxNumberBytes), out int written);
                        buffer.Advance(written);
                    }
                };
            default:
                DiscreteColumn discrete = (DiscreteColumn)written.First;
                byte[][] texts = Array.ConvertAll(discrete.Levels, level => Encoding.UTF8.GetBytes(Quote(level)));
                return row => buffer.Write(discrete.Codes[row] < 0 ? missing : texts[discrete.Codes[row]]);
        }
    }

    private static void Number(ArrayBufferWriter<byte> buffer, byte[] missing, double value)
    {
        if (double.IsNaN(value))
        {
            buffer.Write(missing);
            return;
        }

        value.TryFormat(buffer.GetSpan(MaxNumberBytes), out int written, "R", CultureInfo.InvariantCulture);
        buffer.Advance(written);
    }
}
