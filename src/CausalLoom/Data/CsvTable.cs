using CausalLoom.Data.Cells;
using CausalLoom.Data.Csv;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// A table read from CSV (RFC 4180, UTF-8, header row), with what was found on the way. The file is read once, as a stream;
/// types are inferred from all rows, or taken from a schema.
/// </summary>
public sealed class CsvTable
{
    private readonly TableReading _reading;

    private CsvTable(TableReading reading, CsvSource source)
    {
        _reading = reading;
        Delimiter = source.Delimiter;
        HasByteOrderMark = source.HasByteOrderMark;
    }

    /// <summary>The columns that were read, in file order; without skipped ones.</summary>
    public Table Table => _reading.Table;

    /// <summary>
    /// Type and role of every column of the file; skipped columns have role <see cref="ColumnRole.Ignored"/> and perhaps no type.
    /// </summary>
    public Schema Schema => _reading.Schema;

    /// <summary>The separator.</summary>
    public char Delimiter { get; }

    /// <summary>Whether the file began with a byte-order mark.</summary>
    public bool HasByteOrderMark { get; }

    /// <summary>What changes numbers or deserves a look, one line each.</summary>
    public IReadOnlyList<string> Warnings => _reading.Log.Warnings;

    /// <summary>What is worth knowing, one line each.</summary>
    public IReadOnlyList<string> Notes => _reading.Log.Notes;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CausalLoomException">The file cannot be read or is not a proper table; the message says where.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        using FileStream stream = InputFile.Open(path);
        return Read(stream, path, options);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="source">Where they are from, for messages.</param>
    /// <param name="options">How to read; the defaults where null.</param>
    /// <exception cref="CausalLoomException">The text is not a proper table; the message says where.</exception>
    public static CsvTable Read(Stream stream, string source, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new CsvOptions();
        ReadingLog log = new();
        return Guard(source, () =>
        {
            using CsvSource cells = new(stream, source, options, log);
            return new CsvTable(TableReader.Read(cells, source, options, log, cells.Delimiter), cells);
        });
    }

    /// <summary>Turns what a stream may throw into one line.</summary>
    internal static T Guard<T>(string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unreadable(source, e);
        }
        catch (OverflowException e)
        {
            throw new CausalLoomException($"{source}: the table is too large: a column holds more than 2 GB of text or 2^31 rows.", e);
        }
    }

    /// <summary>The reading, for what works on tables of any format.</summary>
    internal TableReading Reading => _reading;
}
