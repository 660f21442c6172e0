using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Writes an Arrow IPC file (`.arrow`, Feather version 2), a record batch a block. Levels are a dictionary; dates and times are typed.
/// </summary>
internal sealed class ArrowSink(Stream stream, Schema? schema) : ITableSink
{
    private static readonly TimestampType Moment = new(TimeUnit.Microsecond, (string?)null);
    private readonly WriteStream _stream = new(stream);
    private OutColumn[] _columns = [];
    private Dictionary<string, int>[] _codes = [];
    private StringArray?[] _dictionaries = [];
    private Apache.Arrow.Schema? _schema;
    private ArrowFileWriter? _writer;
    private long _rows;

    /// <inheritdoc />
    public void Append(Table block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (_writer is null)
        {
            Begin(block);
        }

        IArrowArray[] arrays = [.. OutColumn.Cells(_columns, block, schema).Select((cells, j) => Array(j, cells))];
        using RecordBatch batch = new(_schema!, arrays, block.Rows);
        _writer!.WriteRecordBatch(batch);
        _rows += block.Rows;
    }

    /// <inheritdoc />
    public void Complete() => _writer!.WriteEnd();

    /// <inheritdoc />
    public void Dispose() => _writer?.Dispose();

    private void Begin(Table block)
    {
        _columns = OutColumn.Of(block, schema);
        _codes = [.. _columns.Select(c => (c.Levels ?? []).Select((level, code) => (level, code))
            .ToDictionary(pair => pair.level, pair => pair.code, StringComparer.Ordinal))];
        _dictionaries = [.. _columns.Select(c => c.Levels is null ? null : new StringArray.Builder().AppendRange(c.Levels).Build())];
        _schema = new Apache.Arrow.Schema([.. _columns.Select(Field)], null);
        _writer = new ArrowFileWriter(_stream, _schema, leaveOpen: true);
        _writer.WriteStart();
    }

    private static Field Field(OutColumn column) => new(column.Name, TypeOf(column), nullable: true,
        column.Label is { } label ? [new KeyValuePair<string, string>("label", label)] : null);

    private static IArrowType TypeOf(OutColumn column) => column.Kind switch
    {
        OutKind.Number => DoubleType.Default,
        OutKind.Whole => Int64Type.Default,
        OutKind.Date => Date32Type.Default,
        OutKind.DateTime => Moment,
        OutKind.Time => new Time32Type(TimeUnit.Second),
        _ when column.Levels is null => StringType.Default,
        _ => new DictionaryType(Int32Type.Default, StringType.Default, ordered: false),
    };

    private IArrowArray Array(int column, OutCells cells) => _columns[column].Kind switch
    {
        OutKind.Number => Fill<double, DoubleArray, DoubleArray.Builder>(new(), cells, cells.Number),
        OutKind.Whole => Fill<long, Int64Array, Int64Array.Builder>(new(), cells, cells.Whole),
        OutKind.Date => Days(cells),
        OutKind.DateTime => Moments(cells),
        OutKind.Time => Times(cells),
        _ when _columns[column].Levels is null => Texts(cells),
        _ => new DictionaryArray((DictionaryType)TypeOf(_columns[column]), Fill<int, Int32Array, Int32Array.Builder>(new(), cells,
            row => Code(column, cells.Text(row), row)), _dictionaries[column]!),
    };

    // The levels of an Arrow file are written once, before its first rows.
    private int Code(int column, string text, int row) => _codes[column].TryGetValue(text, out int code) ? code
        : throw FormatErrors.CannotHold("Arrow", _columns[column].Name, _rows + row + 1,
            "its text is none of the levels of the rows before.");

    private static TArray Fill<T, TArray, TBuilder>(TBuilder builder, OutCells cells, Func<int, T> value)
        where T : struct
        where TArray : IArrowArray
        where TBuilder : class, IArrowArrayBuilder<T, TArray, TBuilder>
    {
        builder.Reserve(cells.Count);
        for (int row = 0; row < cells.Count; row++)
        {
            _ = cells.IsMissing(row) ? builder.AppendNull() : builder.Append(value(row));
        }

        return builder.Build(null);
    }

    private static Date32Array Days(OutCells cells)
    {
        Date32Array.Builder builder = new();
        for (int row = 0; row < cells.Count; row++)
        {
            _ = cells.IsMissing(row) ? builder.AppendNull() : builder.Append(OutTime.Day(cells.Number(row)));
        }

        return builder.Build();
    }

    private static TimestampArray Moments(OutCells cells)
    {
        TimestampArray.Builder builder = new(Moment);
        for (int row = 0; row < cells.Count; row++)
        {
            _ = cells.IsMissing(row) ? builder.AppendNull()
                : builder.Append(new DateTimeOffset(OutTime.Second(cells.Number(row)), TimeSpan.Zero));
        }

        return builder.Build();
    }

    private static Time32Array Times(OutCells cells)
    {
        Time32Array.Builder builder = new(TimeUnit.Second);
        for (int row = 0; row < cells.Count; row++)
        {
            _ = cells.IsMissing(row) ? builder.AppendNull() : builder.Append((int)Math.Round(cells.Number(row)));
        }

        return builder.Build();
    }

    private static StringArray Texts(OutCells cells)
    {
        StringArray.Builder builder = new();
        for (int row = 0; row < cells.Count; row++)
        {
            _ = cells.IsMissing(row) ? builder.AppendNull() : builder.Append(cells.Text(row));
        }

        return builder.Build();
    }
}
