using System.Globalization;

namespace CausalLoom.Data.Formats;

/// <summary>A SAS display format: a name, a width and decimals (`DATE9.`, `8.2`).</summary>
/// <param name="Name">The name, empty for plain numbers.</param>
/// <param name="Width">The width, 0 where it is left open.</param>
/// <param name="Decimals">The decimals.</param>
internal readonly record struct SasFormat(string Name, int Width, int Decimals)
{
    /// <summary>Days of the SAS calendar (from 1960-01-01) before 1970-01-01.</summary>
    public const int EpochDays = 3653;

    private const int LongestName = 32;

    private static readonly HashSet<string> Dates = new(StringComparer.OrdinalIgnoreCase)
    {
        "DATE", "DAY", "DDMMYY", "DDMMYYB", "DDMMYYC", "DDMMYYD", "DDMMYYN", "DDMMYYP", "DDMMYYS", "DOWNAME", "B8601DA", "E8601DA",
        "IS8601DA", "JULDAY", "JULIAN", "MMDDYY", "MMDDYYB", "MMDDYYC", "MMDDYYD", "MMDDYYN", "MMDDYYP", "MMDDYYS", "MMYY", "MMYYC",
        "MMYYD", "MMYYN", "MMYYP", "MMYYS", "MONNAME", "MONTH", "MONYY", "NLDATE", "QTR", "WEEKDATE", "WEEKDATX", "WORDDATE", "WORDDATX",
        "YEAR", "YYMM", "YYMMC", "YYMMD", "YYMMN", "YYMMP", "YYMMS", "YYMMDD", "YYMMDDB", "YYMMDDC", "YYMMDDD", "YYMMDDN", "YYMMDDP",
        "YYMMDDS", "YYMON", "YYQ",
    };

    private static readonly HashSet<string> DateTimes = new(StringComparer.OrdinalIgnoreCase)
        { "DATETIME", "DATEAMPM", "B8601DT", "E8601DT", "IS8601DT", "DTDATE", "DTMONYY", "DTYEAR", "MDYAMPM", "NLDATM" };

    private static readonly HashSet<string> Times = new(StringComparer.OrdinalIgnoreCase)
        { "TIME", "TIMEAMPM", "HHMM", "HOUR", "MMSS", "TOD", "B8601TM", "E8601TM", "IS8601TM", "NLTIME" };

    /// <summary>Gets what values in this format are.</summary>
    public OutKind Kind => Dates.Contains(Name) ? OutKind.Date : DateTimes.Contains(Name) ? OutKind.DateTime
        : Times.Contains(Name) ? OutKind.Time : OutKind.Number;

    /// <summary>Reads `NAMEw.d`; null where the text is none.</summary>
    public static SasFormat? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        int point = rest.IndexOf('.');
        int decimals = 0, width = 0;
        if (point >= 0 && !TryNumber(rest[(point + 1)..], out decimals))
        {
            return null;
        }

        rest = point < 0 ? rest : rest[..point];
        ReadOnlySpan<char> name = rest.TrimEnd("0123456789");
        return name.Length <= LongestName && name.IndexOfAnyExceptInRange(' ', '~') < 0 && TryNumber(rest[name.Length..], out width)
            ? new SasFormat(name.ToString(), width, decimals) : null;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}{(Width > 0 ? Width : string.Empty)}.{(Decimals > 0 ? Decimals : string.Empty)}");

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.IsEmpty || (digits.Length <= 4 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number));
    }
}
