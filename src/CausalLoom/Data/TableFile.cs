using CausalLoom.Data.Cells;
using CausalLoom.Data.Csv;
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
        return CsvTable.Read(stream, path == StandardInput ? "standard input" : path, options).Reading;
    }
}
