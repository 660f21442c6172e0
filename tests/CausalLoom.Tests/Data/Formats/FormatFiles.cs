using System.Text;
using CausalLoom.Data;
using CausalLoom.Data.Cells;
using CausalLoom.Data.Formats;

namespace CausalLoom.Tests.Data.Formats;

/// <summary>Tables as files in memory, and files as rows of cells.</summary>
internal static class FormatFiles
{
    /// <summary>The typed formats that are written, each plain and packed.</summary>
    public static readonly string[] Names =
    [
        "t.parquet", "t.arrow", "t.feather", "t.xpt", "t.json", "t.ndjson", "t.parquet.gz", "t.arrow.zst", "t.xpt.gz", "t.json.gz",
        "t.ndjson.zst",
    ];

    public static byte[] Write(string name, params Table[] blocks) => Write(name, null, blocks);

    public static byte[] Write(string name, Schema? schema, Table[] blocks)
    {
        using MemoryStream stream = new();
        using (ITableSink sink = TableFormats.Sink(stream, name, schema, blocks.Sum(block => (long)block.Rows)))
        {
            foreach (Table block in blocks)
            {
                sink.Append(block);
            }

            sink.Complete();
        }

        return stream.ToArray();
    }

    public static (IReadOnlyList<CellColumn> Columns, List<string[]> Rows) Read(string name, byte[] bytes)
    {
        (TableFormat format, Stream content) = TableFormats.Open(new MemoryStream(bytes), name);
        using (content)
        using (ICellSource source = TableFormats.Source(format, content, name))
        {
            List<string[]> rows = [];
            while (source.Read())
            {
                rows.Add([.. Enumerable.Range(0, source.Columns.Count).Select(j => Encoding.UTF8.GetString(source.Cell(j)))]);
            }

            return (source.Columns, rows);
        }
    }

    /// <summary>The rows of a table as cells should have them.</summary>
    public static List<string[]> Cells(Table table) =>
        [.. Enumerable.Range(0, table.Rows).Select(i => table.Columns.Select(column => column.TextAt(i)).ToArray())];
}
