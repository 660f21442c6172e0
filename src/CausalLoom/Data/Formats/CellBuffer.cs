using System.Globalization;
using System.Text;
using CausalLoom.Data.Cells;

namespace CausalLoom.Data.Formats;

/// <summary>The cells of one row as text, one behind the other, in the spelling that <see cref="ICellSource"/> promises.</summary>
internal sealed class CellBuffer(int columns)
{
    private const int LongestNumber = 32;
    private readonly int[] _ends = new int[columns];
    private byte[] _bytes = new byte[Math.Max(256, columns * 16)];
    private int _cells;

    /// <summary>Gets the text of a cell.</summary>
    public ReadOnlySpan<byte> this[int column]
    {
        get
        {
            int start = column == 0 ? 0 : _ends[column - 1];
            return _bytes.AsSpan(start, _ends[column] - start);
        }
    }

    private int End => _cells == 0 ? 0 : _ends[_cells - 1];

    /// <summary>Begins a row.</summary>
    public void Clear() => _cells = 0;

    public void AddMissing() => Close(0);

    public void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Close(text.Length);
    }

    public void Add(ReadOnlySpan<char> text) => Close(Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length))));

    public void AddNumber(double number) => AddFormatted(number == 0 ? 0 : number, "R");

    public void AddNumber(float number) => AddFormatted(number == 0 ? 0 : number, "R");

    public void AddWhole(long number) => AddFormatted(number, default);

    public void AddTruth(bool truth) => Add(truth ? "TRUE"u8 : "FALSE"u8);

    /// <summary>Anything whose invariant text is what a cell should hold.</summary>
    public void AddFormatted<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        int written, room = LongestNumber;
        while (!value.TryFormat(Room(room), out written, format, CultureInfo.InvariantCulture))
        {
            room *= 2;
        }

        Close(written);
    }

    public void AddDate(DateOnly date) => AddFormatted(date, "yyyy-MM-dd");

    /// <summary>A date-time; parts of a second are written where there are any.</summary>
    public void AddDateTime(DateTime time) =>
        AddFormatted(time, time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF");

    /// <summary>A moment counted from 1970-01-01 in parts of a second, all of whose digits are kept.</summary>
    /// <param name="count">How many parts.</param>
    /// <param name="perSecond">How many there are in a second: a power of ten.</param>
    /// <param name="isUtc">Whether it is a time in UTC, which a Z says.</param>
    public void AddMoment(long count, long perSecond, bool isUtc)
    {
        long seconds = Math.DivRem(count, perSecond, out long part);
        (seconds, part) = part < 0 ? (seconds - 1, part + perSecond) : (seconds, part);
        if (!OutTime.IsSecond(seconds))
        {
            throw new InvalidDataException("a time in it lies outside the years 1 to 9999");
        }

        string digits = part == 0 ? string.Empty : "." + (part + perSecond).ToString(CultureInfo.InvariantCulture)[1..].TrimEnd('0');
        string time = DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        Add($"{time}{digits}{(isUtc ? "Z" : string.Empty)}");
    }

    /// <summary>A time of the day, or a span of time beyond it: hours go on behind 23.</summary>
    public void AddTime(long ticks)
    {
        Span<char> text = stackalloc char[LongestNumber];
        long whole = Math.Abs(ticks) / TimeSpan.TicksPerSecond, part = Math.Abs(ticks) % TimeSpan.TicksPerSecond;
        string sign = ticks < 0 ? "-" : string.Empty;
        text.TryWrite(CultureInfo.InvariantCulture, $"{sign}{whole / 3600:00}:{whole / 60 % 60:00}:{whole % 60:00}", out int length);
        if (part > 0)
        {
            text[length..].TryWrite(CultureInfo.InvariantCulture, $".{part:0000000}", out int more);
            length = text[..(length + more)].TrimEnd('0').Length;
        }

        Add(text[..length]);
    }

    private Span<byte> Room(int length)
    {
        int end = End;
        if (_bytes.Length - end < length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, (long)end + length)));
        }

        return _bytes.AsSpan(end);
    }

    private void Close(int length)
    {
        int end = End + length;
        _ends[_cells++] = end;
    }
}
