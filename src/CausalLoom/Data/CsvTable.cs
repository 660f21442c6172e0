using CausalLoom.Data.Csv;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// A table read from CSV (RFC 4180, UTF-8, header row), with what was found on the way. The file is read once, as a stream;
/// types are inferred from all rows, or taken from a schema.
/// </summary>
public sealed class CsvTable
{
    private readonly ReadingContext _context;

    internal CsvTable(Table table, Schema schema, char delimiter, bool hasByteOrderMark, ReadingContext context)
    {
        Table = table;
        Schema = schema;
        Delimiter = delimiter;
        HasByteOrderMark = hasByteOrderMark;
        _context = context;
    }

    internal CsvTable(Table table, CsvTable source)
        : this(table, source.Schema, source.Delimiter, source.HasByteOrderMark, source._context)
    {
    }

    /// <summary>The columns that were read, in file order; without skipped ones.</summary>
    public Table Table { get; }

    /// <summary>
    /// Type and role of every column of the file; skipped columns have role <see cref="ColumnRole.Ignored"/> and perhaps no type.
    /// </summary>
    public Schema Schema { get; }

    /// <summary>The separator.</summary>
    public char Delimiter { get; }

    /// <summary>Whether the file began with a byte-order mark.</summary>
    public bool HasByteOrderMark { get; }

    /// <summary>What changes numbers or deserves a look, one line each.</summary>
    public IReadOnlyList<string> Warnings => _context.Log.Warnings;

    /// <summary>What is worth knowing, one line each.</summary>
    public IReadOnlyList<string> Notes => _context.Log.Notes;

    internal ReadingLog Log => _context.Log;

    internal IReadOnlySet<string> FoundIdentifiers => _context.Identifiers;

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
        try
        {
            return new CsvTableReader(stream, source, options ?? new CsvOptions()).Read();
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
}
