using CausalLoom.Data.Cells;
using CausalLoom.Data.Csv;
using CausalLoom.Data.Formats;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>Reads the table of a file, whatever its format.</summary>
internal static class TableFile
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads a file, or standard input where the path is a dash.</summary>
    /// <exception cref="CausalLoomException">The file cannot be read or is not a proper table; the message says where.</exception>
    public static TableReading Read(string path, CsvOptions options)
    {
        using Stream stream = path == StandardInput ? Console.OpenStandardInput() : InputFile.Open(path);
        string name = path == StandardInput ? "standard input" : path;
        return CsvTable.Guard(name, () => Read(stream, name, options));
    }

    private static TableReading Read(Stream stream, string name, CsvOptions options)
    {
        (TableFormat format, Stream content) = TableFormats.Open(stream, name);
        using (content)
        {
            ReadingLog log = new();
            using ICellSource source = format == TableFormat.Csv ? new CsvSource(content, name, options, log)
                : TableFormats.Source(format, content, name);
            options = options with { Schema = options.Schema?.Of(source.Columns.Select(column => column.Name)) };
            return TableReader.Read(source, name, options, log, (source as CsvSource)?.Delimiter ?? ',');
        }
    }
}
