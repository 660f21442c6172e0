using System.Globalization;
using System.Text;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Dates, perhaps with a time: whole days since 1970-01-01 inside, or seconds where there is a time. Pattern: `yyyy`, `yy` (1969 to 2068),
/// `MM`, `M`, `dd`, `d`, `MON` (MAR), `Mon` (Mar), `mon` (mar), `MONTH` (March), `HH`, `H`,
/// `hh`, `h` with `AM` or `am`, `mm`, `ss`, `fff`; anything else is itself.
/// </summary>
internal sealed class DateForm : CellForm
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private const int SecondsADay = 86400;

    // The longest of those that begin alike comes first.
    private static readonly string[] Parts =
        ["yyyy", "yy", "MONTH", "MON", "Mon", "mon", "MM", "M", "dd", "d", "HH", "H", "hh", "h", "mm", "ss", "fff", "AM", "am"];

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly List<string> _parts;

    private DateForm(string pattern, List<string> parts) => (Pattern, _parts) = (pattern, parts);

    public override string Pattern { get; }

    public override string? Unit => Time == TimeKind.Date ? "days since 1970-01-01" : "seconds since 1970-01-01";

    internal override TimeKind Time => _parts.Exists(part => part is "HH" or "H" or "hh" or "h") ? TimeKind.DateTime : TimeKind.Date;

    /// <summary>The decimals of the numbers inside.</summary>
    public int Decimals => _parts.Contains("fff") ? 3 : 0;

    /// <summary>The form of a pattern; null where it is no date's: a year and a month are needed.</summary>
    public static DateForm? Of(string pattern)
    {
        List<string> parts = [];
        for (int at = 0; at < pattern.Length;)
        {
            string part = Parts.FirstOrDefault(p => pattern.AsSpan(at).StartsWith(p, StringComparison.Ordinal)) ?? pattern[at].ToString();
            parts.Add(part);
            at += part.Length;
        }

        bool year = parts.Contains("yyyy") || parts.Contains("yy");
        bool month = parts.Exists(p => p is "MM" or "M" || p.StartsWith("MON", StringComparison.OrdinalIgnoreCase));
        return year && month ? new DateForm(pattern, parts) : null;
    }

    internal override bool TryRead(string cell, out double number)
    {
        number = double.NaN;
        int year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0, thousandths = 0, at = 0;
        bool? late = null;
        foreach (string part in _parts)
        {
            bool read = part switch
            {
                "yyyy" => Digits(cell, ref at, 4, 4, out year),
                "yy" => Digits(cell, ref at, 2, 2, out year) && (year += year < 69 ? 2000 : 1900) > 0,
                "MM" => Digits(cell, ref at, 2, 2, out month),
                "M" => Digits(cell, ref at, 1, 2, out month),
                "MON" or "Mon" or "mon" => Month(cell, ref at, whole: false, out month),
                "MONTH" => Month(cell, ref at, whole: true, out month),
                "dd" => Digits(cell, ref at, 2, 2, out day),
                "d" => Digits(cell, ref at, 1, 2, out day),
                "HH" => Digits(cell, ref at, 2, 2, out hour),
                "H" => Digits(cell, ref at, 1, 2, out hour),
                "hh" => Digits(cell, ref at, 2, 2, out hour) && hour is >= 1 and <= 12,
                "h" => Digits(cell, ref at, 1, 2, out hour) && hour is >= 1 and <= 12,
                "AM" or "am" => Half(cell, ref at, out late),
                "mm" => Digits(cell, ref at, 2, 2, out minute),
                "ss" => Digits(cell, ref at, 2, 2, out second),
                "fff" => Digits(cell, ref at, 3, 3, out thousandths),
                _ => at < cell.Length && cell[at++] == part[0],
            };
            if (!read)
            {
                return false;
            }
        }

        hour = late is { } after ? (hour % 12) + (after ? 12 : 0) : hour;
        if (at != cell.Length || year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        double days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified) - Epoch).Days;
        number = Time == TimeKind.Date ? days
            : (days * SecondsADay) + (hour * 3600) + (minute * 60) + second + (thousandths / 1000.0);
        return true;
    }

    internal override string Write(double number)
    {
        double thousandths = Time == TimeKind.Date ? Math.Round(number) * SecondsADay * 1000.0 : Math.Round(number * 1000);
        double least = (DateTime.MinValue - Epoch).TotalMilliseconds, most = (DateTime.MaxValue - Epoch).TotalMilliseconds - 1000;
        DateTime moment = Epoch.AddMilliseconds(Math.Clamp(thousandths, least, most));
        StringBuilder text = new();
        foreach (string part in _parts)
        {
            string abbreviated = Months.Substring((moment.Month - 1) * 3, 3);
            text.Append(part switch
            {
                "MON" => abbreviated.ToUpperInvariant(),
                "Mon" => abbreviated,
                "mon" => abbreviated.ToLowerInvariant(),
                "MONTH" => moment.ToString("MMMM", CultureInfo.InvariantCulture),
                "AM" => moment.Hour < 12 ? "AM" : "PM",
                "am" => moment.Hour < 12 ? "am" : "pm",
                "yyyy" or "yy" or "MM" or "dd" or "HH" or "hh" or "mm" or "ss" or "fff" => moment.ToString(part,
                    CultureInfo.InvariantCulture),
                "M" or "d" or "H" or "h" => moment.ToString("%" + part, CultureInfo.InvariantCulture),
                _ => part,
            });
        }

        return text.ToString();
    }

    private static bool Digits(string cell, ref int at, int least, int most, out int number)
    {
        number = 0;
        int from = at;
        while (at < cell.Length && at - from < most && char.IsAsciiDigit(cell[at]))
        {
            number = (number * 10) + (cell[at++] - '0');
        }

        return at - from >= least;
    }

    private static bool Half(string cell, ref int at, out bool? late)
    {
        bool fits = at + 1 < cell.Length && cell[at] is ('A' or 'a' or 'P' or 'p') && cell[at + 1] is ('M' or 'm');
        late = fits ? cell[at] is 'P' or 'p' : null;
        at += 2;
        return fits;
    }

    private static bool Month(string cell, ref int at, bool whole, out int month)
    {
        month = 0;
        int from = at;
        while (at < cell.Length && char.IsAsciiLetter(cell[at]))
        {
            at++;
        }

        string name = cell[from..at];
        for (int m = 1; m <= 12; m++)
        {
            string known = whole ? CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(m) : Months.Substring((m - 1) * 3, 3);
            month = string.Equals(name, known, StringComparison.OrdinalIgnoreCase) ? m : month;
        }

        return month > 0;
    }
}
