using CausalLoom.Data.Formats;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// Writes a table as a file in the format that the ending of its name says: CSV, Parquet, Arrow, XPT or Dataset-JSON, packed or not.
/// </summary>
public static class TableFileWriter
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The rows.</param>
    /// <param name="schema">How columns are written where that is not plain, and their labels; or null.</param>
    /// <exception cref="CausalLoomException">The file cannot be written, or its format cannot hold the table.</exception>
    public static void Write(string path, Table table, Schema? schema = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(Checked(path), stream =>
        {
            using ITableSink sink = TableFormats.Sink(stream, path, schema, table.Rows);
            sink.Append(table);
            sink.Complete();
        });
    }

    /// <summary>The path, if its format can be written: known before there are rows to write.</summary>
    /// <exception cref="CausalLoomException">It cannot; the message says what to write instead.</exception>
    public static string Checked(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        TableFormats.CheckWritable(path);
        return path;
    }
}
