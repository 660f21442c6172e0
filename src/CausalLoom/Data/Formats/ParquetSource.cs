using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using CausalLoom.Data.Cells;
using CausalLoom.Io;
using Parquet.Data;
using Parquet.Schema;
using Parquet;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Reads Parquet, a row group at a time. Time stamps that are adjusted to UTC are moments: they become the time in UTC, with a Z behind.
/// Nested and repeated columns and bytes are refused.
/// </summary>
internal sealed class ParquetSource : ICellSource
{
    private const string FormatName = "Parquet";

    // A row group stands in memory at once: one that claims more cells than a file of its length is likely to hold is refused.
    private const long AlwaysAllowedCells = 1L << 28;
    private const long CellsPerByte = 64;
    private readonly string _source;
    private readonly long _mostCells;
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;
    private readonly CellBuffer _cells;
    private Action<CellBuffer, int>[] _writers = [];
    private int _group;
    private long _rows;
    private int _row;

    /// <summary>Opens a file.</summary>
    /// <param name="stream">The file, which can be read at any place; left open.</param>
    /// <param name="source">What it is called.</param>
    public ParquetSource(Stream stream, string source)
    {
        _source = source;
        _mostCells = Math.Max(AlwaysAllowedCells, stream.Length * CellsPerByte);
        ParquetOptions options = new() { UseBigDecimal = true, UseDateOnlyTypeForDates = true };
        _reader = Guarded(() => ParquetReader.CreateAsync(stream, options, leaveStreamOpen: true).GetAwaiter().GetResult());
        foreach (Field field in Guarded(() => _reader.Schema.Fields))
        {
            Check(field);
        }

        _fields = Guarded(() => _reader.Schema.GetDataFields());
        JsonObject? said = Guarded(Said);
        Columns = FormatErrors.Named(source, [.. _fields.Select(field => new CellColumn(field.Name)
        {
            Label = Text(said, field.Name, "label"),
        })]);
        _cells = new CellBuffer(_fields.Length);
    }

    /// <inheritdoc />
    public IReadOnlyList<CellColumn> Columns { get; }

    /// <inheritdoc />
    public long Line => 0;

    /// <inheritdoc />
    public bool Read()
    {
        while (_row >= _rows)
        {
            if (_group == _reader.RowGroupCount)
            {
                return false;
            }

            Guarded(ReadGroup);
        }

        return Guarded(() =>
        {
            _cells.Clear();
            foreach (Action<CellBuffer, int> write in _writers)
            {
                write(_cells, _row);
            }

            _row++;
            return true;
        });
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Cell(int column) => _cells[column];

    /// <inheritdoc />
    public void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Check(Field field)
    {
        string? type = field.SchemaType != SchemaType.Data || field is DataField { IsArray: true } || field.MaxRepetitionLevel > 0
            ? "nested or a list" : field is DataField data && !CanRead(data.ClrType) ? "bytes or of a type that is not known" : null;
        if (type is not null)
        {
            throw new CausalLoomException($"{_source}: column {CellText.Show(field.Name)} is {type}, which is no single value of a table. "
                + "Flatten it, write it as text, or leave it out.");
        }
    }

    private static bool CanRead(Type type) => type == typeof(bool) || type == typeof(sbyte) || type == typeof(byte) || type == typeof(short)
        || type == typeof(ushort) || type == typeof(int) || type == typeof(uint) || type == typeof(long) || type == typeof(ulong)
        || type == typeof(float) || type == typeof(double) || type == typeof(decimal) || type == typeof(BigDecimal)
        || type == typeof(DateTime) || type == typeof(DateOnly) || type == typeof(TimeSpan) || type == typeof(TimeOnly)
        || type == typeof(Guid) || IsText(type);

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    // What this library wrote of its columns; anything else under that name says nothing.
    private JsonObject? Said()
    {
        try
        {
            return _reader.CustomMetadata.TryGetValue(ParquetSink.MetadataKey, out string? json)
                ? JsonNode.Parse(json) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? said, string column, string key) =>
        said?[column] is JsonObject of && of[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private bool ReadGroup()
    {
        using ParquetRowGroupReader group = _reader.OpenRowGroupReader(_group++);
        (_rows, _row) = (group.RowCount, 0);
        if (_rows < 0 || _rows > int.MaxValue || _rows * _fields.Length > _mostCells)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"its row group {_group} has {_rows} rows, too many to read at once; write smaller row groups"));
        }

        _writers = [.. _fields.Select(field => Writer(group, field, (int)_rows))];
        return true;
    }

    private static Action<CellBuffer, int> Writer(ParquetRowGroupReader group, DataField field, int rows)
    {
        Type type = field.ClrType;
        if (IsText(type))
        {
            string?[] texts = new string?[rows];
            group.ReadAsync(field, texts.AsMemory()!).AsTask().GetAwaiter().GetResult();
            return (cells, row) => cells.Add(texts[row].AsSpan());
        }

        if (field is TimeDataField { Precision: var precision })
        {
            return Times(group, field, rows, precision);
        }

        return type == typeof(bool) ? Values<bool>(group, field, rows, (cells, value) => cells.AddTruth(value))
            : type == typeof(sbyte) ? Values<sbyte>(group, field, rows, (cells, value) => cells.AddWhole(value))
            : type == typeof(byte) ? Values<byte>(group, field, rows, (cells, value) => cells.AddWhole(value))
            : type == typeof(short) ? Values<short>(group, field, rows, (cells, value) => cells.AddWhole(value))
            : type == typeof(ushort) ? Values<ushort>(group, field, rows, (cells, value) => cells.AddWhole(value))
            : type == typeof(int) ? Values<int>(group, field, rows, (cells, value) => cells.AddWhole(value))
            : type == typeof(uint) ? Values<uint>(group, field, rows, (cells, value) => cells.AddWhole(value))
            : type == typeof(long) ? Values<long>(group, field, rows, (cells, value) => cells.AddWhole(value))
            : type == typeof(ulong) ? Values<ulong>(group, field, rows, (cells, value) => cells.AddFormatted(value, default))
            : type == typeof(float) ? Values<float>(group, field, rows, AddNumber)
            : type == typeof(double) ? Values<double>(group, field, rows, AddNumber)
            : type == typeof(decimal) ? Values<decimal>(group, field, rows, (cells, value) => cells.AddFormatted(value, default))
            : type == typeof(BigDecimal) ? Values<BigDecimal>(group, field, rows, AddDecimal)
            : type == typeof(DateTime) ? Moments(group, field, rows)
            : type == typeof(DateOnly) ? Values<DateOnly>(group, field, rows, (cells, value) => cells.AddDate(value))
            : type == typeof(TimeSpan) ? Values<TimeSpan>(group, field, rows, (cells, value) => cells.AddTime(value.Ticks))
            : type == typeof(TimeOnly) ? Values<TimeOnly>(group, field, rows, (cells, value) => cells.AddTime(value.Ticks))
            : Values<Guid>(group, field, rows, (cells, value) => cells.AddFormatted(value, default));
    }

    private static Action<CellBuffer, int> Values<T>(ParquetRowGroupReader group, DataField field, int rows, Action<CellBuffer, T> add)
        where T : struct
    {
        if (!field.IsNullable)
        {
            T[] all = new T[rows];
            group.ReadAsync<T>(field, all.AsMemory()).AsTask().GetAwaiter().GetResult();
            return (cells, row) => add(cells, all[row]);
        }

        T?[] values = new T?[rows];
        group.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
        return (cells, row) =>
        {
            if (values[row] is { } value)
            {
                add(cells, value);
            }
            else
            {
                cells.AddMissing();
            }
        };
    }

    // Times of a day are counts of parts of a second to the library: of 32 bits for milliseconds, of 64 for smaller ones.
    private static Action<CellBuffer, int> Times(ParquetRowGroupReader group, DataField field, int rows, TimeUnitPrecision precision)
    {
        long ticks = precision == TimeUnitPrecision.Millis ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerMicrosecond;
        return field.ClrType == typeof(int) ? Values<int>(group, field, rows, (cells, value) => cells.AddTime(value * ticks))
            : Values<long>(group, field, rows, (cells, value) =>
                cells.AddTime(precision == TimeUnitPrecision.Nanos ? value / TimeSpan.NanosecondsPerTick : checked(value * ticks)));
    }

    private static Action<CellBuffer, int> Moments(ParquetRowGroupReader group, DataField field, int rows)
    {
        bool isUtc = field is DateTimeDataField { IsAdjustedToUTC: true, DateTimeFormat: DateTimeFormat.Timestamp };
        return field is DateTimeDataField { DateTimeFormat: DateTimeFormat.Date }
            ? Values<DateTime>(group, field, rows, (cells, value) => cells.AddDate(DateOnly.FromDateTime(value)))
            : Values<DateTime>(group, field, rows, (cells, value) => cells.AddMoment(
                (value - DateTime.UnixEpoch).Ticks, TimeSpan.TicksPerSecond, isUtc));
    }

    // What is no number is missing, as pandas and R write it.
    private static void AddNumber(CellBuffer cells, double value)
    {
        if (double.IsNaN(value))
        {
            cells.AddMissing();
        }
        else
        {
            cells.AddNumber(value);
        }
    }

    private static void AddNumber(CellBuffer cells, float value)
    {
        if (float.IsNaN(value))
        {
            cells.AddMissing();
        }
        else
        {
            cells.AddNumber(value);
        }
    }

    // All digits of the scale: 1.50 stays 1.50.
    private static void AddDecimal(CellBuffer cells, BigDecimal value)
    {
        string digits = System.Numerics.BigInteger.Abs(value.UnscaledValue).ToString(CultureInfo.InvariantCulture)
            .PadLeft(value.Scale + 1, '0');
        string sign = value.UnscaledValue.Sign < 0 ? "-" : string.Empty;
        cells.Add(value.Scale <= 0 ? sign + digits : $"{sign}{digits[..^value.Scale]}.{digits[^value.Scale..]}");
    }

    // A parser of binary files that meets a damaged one may end in any way; the user needs to know that it is damaged.
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (CausalLoomException or OperationCanceledException))
        {
            throw FormatErrors.Damaged(_source, FormatName, e.Message, e);
        }
    }
}
