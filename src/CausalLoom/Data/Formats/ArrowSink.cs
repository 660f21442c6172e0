using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Writes an Arrow IPC file (`.arrow`, Feather version 2), a record batch a block. Levels are a dictionary; dates and times are typed.
/// </summary>
internal sealed class ArrowSink(Stream stream) : ITableSink
{
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

        IArrowArray[] arrays = [.. _columns.Select((column, j) => Array(j, column.Cells(block.Columns[j])))];
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
        _columns = OutColumn.Of(block);
        _codes = [.. _columns.Select(c => (c.Levels ?? []).Select((level, code) => (level, code))
            .ToDictionary(pair => pair.level, pair => pair.code, StringComparer.Ordinal))];
        _dictionaries = [.. _columns.Select(c => c.Kind == OutKind.Text ? new StringArray.Builder().AppendRange(c.Levels ?? []).Build() : null)];
        _schema = new Apache.Arrow.Schema([.. _columns.Select(Field)], null);
        _writer = new ArrowFileWriter(_stream, _schema, leaveOpen: true);
        _writer.WriteStart();
    }

    private static Field Field(OutColumn column)
    {
        List<KeyValuePair<string, string>> said = [];
        if (column.Label is { } label)
        {
            said.Add(new("label", label));
        }

        if (column.Format is { } format)
        {
            said.Add(new("format", format));
        }

        return new Field(column.Name, TypeOf(column.Kind), nullable: true, said.Count > 0 ? said : null);
    }

    private static IArrowType TypeOf(OutKind kind) => kind switch
    {
        OutKind.Number => DoubleType.Default,
        OutKind.Whole => Int64Type.Default,
        OutKind.Date => Date32Type.Default,
        OutKind.DateTime => new TimestampType(TimeUnit.Microsecond, (string?)null),
        OutKind.Time => new Time32Type(TimeUnit.Second),
        _ => new DictionaryType(Int32Type.Default, StringType.Default, ordered: false),
    };

    private IArrowArray Array(int column, OutCells cells) => _columns[column].Kind switch
    {
        OutKind.Number => Fill<double, DoubleArray, DoubleArray.Builder>(new(), cells, cells.Number),
        OutKind.Whole => Fill<long, Int64Array, Int64Array.Builder>(new(), cells, cells.Whole),
        OutKind.Date => Days(cells),
        OutKind.DateTime => Moments(cells),
        OutKind.Time => Times(cells),
        _ => new DictionaryArray((DictionaryType)TypeOf(OutKind.Text), Fill<int, Int32Array, Int32Array.Builder>(new(), cells,
            row => Code(column, cells.Text(row), row)), _dictionaries[column]!),
    };

    // The levels of an Arrow file are written once, before its first rows.
    private int Code(int column, string text, int row) => _codes[column].TryGetValue(text, out int code) ? code
        : throw FormatErrors.CannotHold("Arrow", _columns[column].Name, _rows + row + 1, "its text is none of the levels of the rows before.");

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
        TimestampArray.Builder builder = new((TimestampType)TypeOf(OutKind.DateTime));
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
}
