namespace CausalLoom.Data.Formats;

/// <summary>Days and seconds since 1970-01-01 as the dates that files hold.</summary>
internal static class OutTime
{
    /// <summary>The longest span of time in seconds, a hundred years.</summary>
    public const double LongestSpan = 36525.0 * SecondsPerDay;

    private const double SecondsPerDay = 86400;
    private const double TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public static bool IsDay(double days) => days >= -Epoch && days <= DateOnly.MaxValue.DayNumber - Epoch;

    public static DateOnly Day(double days) => DateOnly.FromDayNumber((int)days + Epoch);

    public static double Days(DateOnly day) => day.DayNumber - Epoch;

    public static bool IsSecond(double seconds) => seconds >= -Epoch * SecondsPerDay
        && seconds <= ((DateOnly.MaxValue.DayNumber - Epoch + 1) * SecondsPerDay) - 1;

    /// <summary>The moment, to the microsecond: a double holds no more.</summary>
    public static DateTime Second(double seconds) => DateTime.UnixEpoch.AddTicks(Ticks(seconds));

    public static double Seconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;

    /// <summary>Seconds as ticks, to the microsecond.</summary>
    public static long Ticks(double seconds) => (long)(Math.Round(seconds * 1e6) * TicksPerMicrosecond);

    /// <summary>Writes a date, date-time or time as text.</summary>
    public static void Add(CellBuffer cells, OutKind kind, double value)
    {
        switch (kind)
        {
            case OutKind.Date:
                cells.AddDate(Day(value));
                break;
            case OutKind.DateTime:
                cells.AddDateTime(Second(value));
                break;
            default:
                cells.AddTime(Ticks(value));
                break;
        }
    }
}
