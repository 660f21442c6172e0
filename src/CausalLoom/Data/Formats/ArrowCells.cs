using System.Text.Unicode;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;

namespace CausalLoom.Data.Formats;

/// <summary>How the values of Arrow arrays are written as cells.</summary>
internal static class ArrowCells
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Whether values of a type are cells of a table.</summary>
    public static bool CanRead(IArrowType type) => type.TypeId is ArrowTypeId.Null or ArrowTypeId.Boolean or ArrowTypeId.Int8
        or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64 or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32
        or ArrowTypeId.UInt64 or ArrowTypeId.HalfFloat or ArrowTypeId.Float or ArrowTypeId.Double or ArrowTypeId.String
        or ArrowTypeId.LargeString or ArrowTypeId.StringView or ArrowTypeId.Date32 or ArrowTypeId.Date64 or ArrowTypeId.Timestamp
        or ArrowTypeId.Time32 or ArrowTypeId.Time64 or ArrowTypeId.Duration or ArrowTypeId.Decimal32 or ArrowTypeId.Decimal64
        or ArrowTypeId.Decimal128 or ArrowTypeId.Decimal256;

    /// <summary>What writes the value in a row.</summary>
    public static Action<CellBuffer, int> Writer(IArrowArray array)
    {
        if (array is NullArray)
        {
            return (cells, _) => cells.AddMissing();
        }

        Action<CellBuffer, int> value = Value(array);
        return (cells, row) =>
        {
            if (array.IsNull(row))
            {
                cells.AddMissing();
            }
            else
            {
                value(cells, row);
            }
        };
    }

    private static Action<CellBuffer, int> Value(IArrowArray array) => array switch
    {
        BooleanArray a => (cells, row) => cells.AddTruth(a.GetValue(row)!.Value),
        Int8Array a => (cells, row) => cells.AddWhole(a.Values[row]),
        Int16Array a => (cells, row) => cells.AddWhole(a.Values[row]),
        Int32Array a => (cells, row) => cells.AddWhole(a.Values[row]),
        Int64Array a => (cells, row) => cells.AddWhole(a.Values[row]),
        UInt8Array a => (cells, row) => cells.AddWhole(a.Values[row]),
        UInt16Array a => (cells, row) => cells.AddWhole(a.Values[row]),
        UInt32Array a => (cells, row) => cells.AddWhole(a.Values[row]),
        UInt64Array a => (cells, row) => cells.AddFormatted(a.Values[row], default),
        HalfFloatArray a => (cells, row) => Number(cells, a.Values[row]),
        FloatArray a => (cells, row) => Number(cells, a.Values[row]),
        DoubleArray a => (cells, row) => Number(cells, a.Values[row]),
        LargeStringArray a => (cells, row) => Text(cells, a.GetBytes(row, out _)),
        StringViewArray a => (cells, row) => Text(cells, a.GetBytes(row, out _)),
        StringArray a => (cells, row) => Text(cells, a.GetBytes(row, out _)),
        Date32Array a => (cells, row) => Date(cells, a.Values[row]),
        Date64Array a => (cells, row) => Date(cells, Math.Floor(a.Values[row] / 86400000.0)),
        TimestampArray a => Moment(a, (TimestampType)a.Data.DataType),
        Time32Array a => (cells, row) => Time(cells, a.Values[row], ((Time32Type)a.Data.DataType).Unit),
        Time64Array a => (cells, row) => Time(cells, a.Values[row], ((Time64Type)a.Data.DataType).Unit),
        DurationArray a => (cells, row) => Time(cells, a.Values[row], ((DurationType)a.Data.DataType).Unit),
        Decimal32Array a => (cells, row) => cells.Add(a.GetString(row)),
        Decimal64Array a => (cells, row) => cells.Add(a.GetString(row)),
        Decimal128Array a => (cells, row) => cells.Add(a.GetString(row)),
        Decimal256Array a => (cells, row) => cells.Add(a.GetString(row)),
        DictionaryArray a => Level(a),
        _ => throw new InvalidDataException($"the type {array.Data.DataType.Name} is not known"),
    };

    private static Action<CellBuffer, int> Level(DictionaryArray array)
    {
        Action<CellBuffer, int> level = Writer(array.Dictionary);
        Func<int, long> index = array.Indices switch
        {
            Int8Array a => row => a.Values[row],
            Int16Array a => row => a.Values[row],
            Int32Array a => row => a.Values[row],
            Int64Array a => row => a.Values[row],
            UInt8Array a => row => a.Values[row],
            UInt16Array a => row => a.Values[row],
            UInt32Array a => row => a.Values[row],
            UInt64Array a => row => checked((long)a.Values[row]),
            _ => throw new InvalidDataException("the codes of its levels are no whole numbers"),
        };
        return (cells, row) => level(cells, index(row) is >= 0 and var code && code < array.Dictionary.Length ? (int)code
            : throw new InvalidDataException("a code has no level"));
    }

    // What is no number is missing, as pandas and R write it.
    private static void Number(CellBuffer cells, double number)
    {
        if (double.IsNaN(number))
        {
            cells.AddMissing();
        }
        else
        {
            cells.AddNumber(number);
        }
    }

    private static void Number(CellBuffer cells, Half number) => Number(cells, (float)number);

    private static void Number(CellBuffer cells, float number)
    {
        if (float.IsNaN(number))
        {
            cells.AddMissing();
        }
        else
        {
            cells.AddNumber(number);
        }
    }

    private static void Text(CellBuffer cells, ReadOnlySpan<byte> text) =>
        cells.Add(Utf8.IsValid(text) ? text : throw new InvalidDataException("a text in it is not UTF-8"));

    private static void Date(CellBuffer cells, double days) =>
        cells.AddDate(OutTime.IsDay(days) ? OutTime.Day(days)
            : throw new InvalidDataException("a date in it lies outside the years 1 to 9999"));

    private static Action<CellBuffer, int> Moment(TimestampArray array, TimestampType type)
    {
        bool isUtc = !string.IsNullOrEmpty(type.Timezone);
        return (cells, row) => cells.AddMoment(array.Values[row], PerSecond(type.Unit), isUtc);
    }

    private static void Time(CellBuffer cells, long value, TimeUnit unit)
    {
        long perSecond = PerSecond(unit);
        cells.AddTime(perSecond > TimeSpan.TicksPerSecond ? value / NanosecondsPerTick
            : checked(value * (TimeSpan.TicksPerSecond / perSecond)));
    }

    private static long PerSecond(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1,
        TimeUnit.Millisecond => 1000,
        TimeUnit.Microsecond => 1000000,
        _ => 1000000000,
    };
}
