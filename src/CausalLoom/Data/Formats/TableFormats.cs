using CausalLoom.Data.Cells;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>
/// The formats of files of rows. What is written goes by the ending of the name; what is read goes by the first bytes, and an ending that
/// says something else is refused.
/// </summary>
internal static class TableFormats
{
    private const int SniffBytes = 4096;
    private const int BufferBytes = 1 << 16;

    private static readonly (string Ending, TableFormat Format)[] Endings =
    [
        (".csv", TableFormat.Csv), (".tsv", TableFormat.Csv), (".parquet", TableFormat.Parquet), (".arrow", TableFormat.Arrow),
        (".feather", TableFormat.Arrow), (".xpt", TableFormat.Xport), (".json", TableFormat.DatasetJson),
        (".ndjson", TableFormat.DatasetJsonLines), (".xlsx", TableFormat.Excel),
    ];

    private static readonly (string Ending, string Advice)[] Foreign =
    [
        (".sas7bdat", "a SAS data set: in R, haven::write_xpt(haven::read_sas(\"FILE.sas7bdat\"), \"FILE.xpt\") makes one to read"),
        (".sav", "an SPSS file: in R, arrow::write_parquet(haven::read_sav(\"FILE.sav\"), \"FILE.parquet\") makes a file that can be read"),
        (".dta", "a Stata file: in R, arrow::write_parquet(haven::read_dta(\"FILE.dta\"), \"FILE.parquet\") makes a file that can be read"),
        (".rds", "an R object: in R, write.csv(readRDS(\"FILE.rds\"), \"FILE.csv\", row.names = FALSE) makes a file that can be read"),
        (".zip", "a zip archive: unpack it first"),
        (".xls", "an Excel file of before 2007: save it as .xlsx or CSV"),
    ];

    /// <summary>What is known of a file by its name; null: nothing.</summary>
    public static TableFormat? ByName(string path)
    {
        string name = Unpacked(path);
        foreach ((string ending, TableFormat format) in Endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>Finds out what a stream holds.</summary>
    /// <param name="stream">The file; disposed with the result.</param>
    /// <param name="path">Its name.</param>
    /// <returns>The format, and the unpacked bytes from the first on.</returns>
    /// <exception cref="CausalLoomException">It is none that can be read, or not what its name says.</exception>
    public static (TableFormat Format, Stream Content) Open(Stream stream, string path)
    {
        RefuseForeign(path);
        (byte[] start, Stream content) = Peek(stream);
        Packing packing = Compression.Of(start);
        if (packing == Packing.None && Compression.Of(path) is not Packing.None and var named && start.Length > 0)
        {
            throw new CausalLoomException($"{path}: the name says that the file is packed ({named}), and it is not. Rename it.");
        }

        if (packing != Packing.None)
        {
            (start, content) = Peek(Compression.Unpack(content, packing, path));
        }

        TableFormat format = ByContent(start, path);
        if (ByName(path) is { } said && Sort(said) != Sort(format))
        {
            throw new CausalLoomException($"{path}: the name says {Name(said)}, the content is {Name(format)}. Rename the file.");
        }

        return (format, content);
    }

    /// <summary>The cells of a stream that <see cref="Open"/> found not to be CSV.</summary>
    public static ICellSource Source(TableFormat format, Stream content, string path) => format switch
    {
        TableFormat.Parquet => new ParquetSource(Seekable(content, path), path),
        TableFormat.Arrow => new ArrowSource(Seekable(content, path), path, isFile: true),
        TableFormat.ArrowStream => new ArrowSource(Seekable(content, path), path, isFile: false),
        TableFormat.Xport => new XportSource(new BufferedStream(content, BufferBytes), path),
        TableFormat.DatasetJson => new DatasetJsonSource(content, path, isLines: false),
        TableFormat.DatasetJsonLines => new DatasetJsonSource(content, path, isLines: true),
        TableFormat.Excel => new ExcelSource(Seekable(content, path), path),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "CSV has a reader of its own."),
    };

    /// <summary>Opens a file of rows for writing, in the format that the ending of its name says; CSV where it says none.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="path">Its name.</param>
    /// <param name="schema">How columns are written where that is not plain, or null.</param>
    /// <param name="rows">How many rows will come.</param>
    /// <exception cref="CausalLoomException">The format cannot be written.</exception>
    public static ITableSink Sink(Stream stream, string path, Schema? schema, long rows)
    {
        CheckWritable(path);
        Packing packing = Compression.Of(path);
        Stream target = packing == Packing.None ? stream : Compression.Pack(stream, packing);
        ITableSink sink = ByName(path) switch
        {
            TableFormat.Parquet => new ParquetSink(target, schema),
            TableFormat.Arrow => new ArrowSink(target, schema),
            TableFormat.Xport => new XportSink(target, path, schema),
            TableFormat.DatasetJson => new DatasetJsonSink(target, path, schema, rows, isLines: false),
            TableFormat.DatasetJsonLines => new DatasetJsonSink(target, path, schema, rows, isLines: true),
            _ => new CsvSink(target, schema),
        };
        return packing == Packing.None ? sink : new PackedSink(sink, target);
    }

    /// <summary>Refuses a name whose format cannot be written, before there are rows to write.</summary>
    public static void CheckWritable(string path)
    {
        RefuseForeign(path);
        if (ByName(path) == TableFormat.Excel || Unpacked(path).EndsWith(".tsv", StringComparison.OrdinalIgnoreCase))
        {
            throw new CausalLoomException($"{path}: such files are read and not written. Write .csv, .parquet, .arrow, .xpt or .json.");
        }
    }

    private static string Unpacked(string path) => Compression.Of(path) == Packing.None ? path : path[..path.LastIndexOf('.')];

    private static void RefuseForeign(string path)
    {
        foreach ((string ending, string advice) in Foreign)
        {
            if (Unpacked(path).EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                throw new CausalLoomException($"{path} is {advice}.");
            }
        }
    }

    private static TableFormat ByContent(ReadOnlySpan<byte> start, string path)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new CausalLoomException($"{path} is an Excel file of before 2007, or one with a password: save it as .xlsx without one.");
        }

        return start.StartsWith("PAR1"u8) ? TableFormat.Parquet
            : start.StartsWith("ARROW1"u8) ? TableFormat.Arrow
            : start.StartsWith("HEADER RECORD*******LIB"u8) ? TableFormat.Xport
            : start.StartsWith("PK\u0003\u0004"u8) ? TableFormat.Excel
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF]) ? TableFormat.ArrowStream
            : Json(start, path);
    }

    // A CSV header may begin with a brace too, but hardly with a brace and a quoted name with a colon behind.
    private static TableFormat Json(ReadOnlySpan<byte> start, string path)
    {
        ReadOnlySpan<byte> text = start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        TableFormat? named = ByName(path);
        bool isJson = text.StartsWith("{"u8) && text[1..].TrimStart(" \t\r\n"u8).StartsWith("\""u8)
            && (named is TableFormat.DatasetJson or TableFormat.DatasetJsonLines || text.IndexOf("\"datasetJSON"u8) >= 0);
        return isJson ? named == TableFormat.DatasetJsonLines ? TableFormat.DatasetJsonLines : TableFormat.DatasetJson
            : named is TableFormat.DatasetJson or TableFormat.DatasetJsonLines ? named.Value : TableFormat.Csv;
    }

    private static TableFormat Sort(TableFormat format) => format == TableFormat.ArrowStream ? TableFormat.Arrow : format;

    private static string Name(TableFormat format) => format switch
    {
        TableFormat.Csv => "text such as CSV",
        TableFormat.Arrow or TableFormat.ArrowStream => "Arrow",
        TableFormat.Xport => "a SAS transport file (.xpt)",
        TableFormat.DatasetJson or TableFormat.DatasetJsonLines => "Dataset-JSON",
        TableFormat.Excel => "a zip or Excel file (.xlsx)",
        _ => format.ToString(),
    };

    private static (byte[] Start, Stream Content) Peek(Stream stream)
    {
        byte[] start = new byte[SniffBytes];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (stream.CanSeek)
        {
            stream.Seek(-read, SeekOrigin.Current);
            return (start[..read], stream);
        }

        return (start[..read], new JoinedStream(start[..read], stream));
    }

    // Formats with an index are read at any place: what is packed or piped goes into memory first.
    private static Stream Seekable(Stream content, string path)
    {
        if (content.CanSeek)
        {
            return content;
        }

        MemoryStream memory = new();
        byte[] part = new byte[1 << 16];
        for (int read; (read = content.Read(part)) > 0;)
        {
            if (memory.Length + read > FormatErrors.MaxBytesInMemory)
            {
                throw new CausalLoomException($"{path} unpacks to more than 2 GB: unpack it first.");
            }

            memory.Write(part, 0, read);
        }

        memory.Position = 0;
        return memory;
    }
}
