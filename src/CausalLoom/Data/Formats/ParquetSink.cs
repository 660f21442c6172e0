using System.Text.Json.Nodes;
using Parquet;
using Parquet.Schema;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Writes Parquet, a row group a block. Dates and times are typed, levels are text. Labels stand in the file's metadata
/// under <see cref="MetadataKey"/>, as Parquet has no place for them at its columns.
/// </summary>
internal sealed class ParquetSink(Stream stream, Schema? schema) : ITableSink
{
    /// <summary>The key of the metadata: a JSON object of columns, each with its `label`.</summary>
    public const string MetadataKey = "causalloom.columns";

    private readonly WriteStream _stream = new(stream);
    private OutColumn[] _columns = [];
    private DataField[] _fields = [];
    private ParquetWriter? _writer;

    /// <inheritdoc />
    public void Append(Table block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (_writer is null)
        {
            Begin(block);
        }

        // The packing of bytes is work of the processor: nothing here waits for anything.
        OutCells[] cells = OutColumn.Cells(_columns, block, schema);
        using ParquetRowGroupWriter group = _writer!.CreateRowGroup();
        for (int j = 0; j < _columns.Length; j++)
        {
            Write(group, _fields[j], _columns[j].Kind, cells[j]).GetAwaiter().GetResult();
        }

        group.CompleteValidate();
    }

    /// <inheritdoc />
    public void Complete()
    {
        _writer!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _writer = null;
    }

    /// <inheritdoc />
    public void Dispose() => _writer?.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Begin(Table block)
    {
        _columns = OutColumn.Of(block, schema);
        _fields = [.. _columns.Select(Field)];
        ParquetOptions options = new() { CompressionMethod = CompressionMethod.Snappy };
        _writer = ParquetWriter.CreateAsync(new ParquetSchema(_fields), _stream, options).GetAwaiter().GetResult();
        JsonObject said = [];
        foreach (OutColumn column in _columns.Where(c => c.Label is not null))
        {
            said[column.Name] = new JsonObject { ["label"] = column.Label };
        }

        if (said.Count > 0)
        {
            _writer.CustomMetadata = new Dictionary<string, string>(StringComparer.Ordinal) { [MetadataKey] = said.ToJsonString() };
        }
    }

    private static DataField Field(OutColumn column) => column.Kind switch
    {
        OutKind.Number => new DataField<double?>(column.Name),
        OutKind.Whole => new DataField<long?>(column.Name),
        OutKind.Date => new DataField<DateOnly?>(column.Name),
        OutKind.DateTime => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: false, DateTimeTimeUnit.Micros,
            isNullable: true),
        OutKind.Time => new TimeDataField(column.Name, TimeUnitPrecision.Millis, isNullable: true) { IsAdjustedToUtc = false },
        _ => new DataField<string>(column.Name, nullable: true),
    };

    private static Task Write(ParquetRowGroupWriter group, DataField field, OutKind kind, OutCells cells) => kind switch
    {
        OutKind.Number => group.WriteAsync<double>(field, Values(cells, cells.Number)),
        OutKind.Whole => group.WriteAsync<long>(field, Values(cells, cells.Whole)),
        OutKind.Date => group.WriteAsync<DateOnly>(field, Values(cells, row => OutTime.Day(cells.Number(row)))),
        OutKind.DateTime => group.WriteAsync<DateTime>(field, Values(cells, row => OutTime.Second(cells.Number(row)))),
        OutKind.Time => group.WriteAsync<int>(field, Values(cells, row => (int)Math.Round(1000 * cells.Number(row)))),
        _ => group.WriteAsync(field, Texts(cells)),
    };

    private static ReadOnlyMemory<T?> Values<T>(OutCells cells, Func<int, T> value)
        where T : struct
    {
        T?[] values = new T?[cells.Count];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = cells.IsMissing(row) ? null : value(row);
        }

        return values;
    }

    private static string?[] Texts(OutCells cells)
    {
        string?[] texts = new string?[cells.Count];
        for (int row = 0; row < texts.Length; row++)
        {
            texts[row] = cells.IsMissing(row) ? null : cells.Text(row);
        }

        return texts;
    }
}
