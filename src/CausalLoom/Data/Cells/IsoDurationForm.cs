using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Lengths of time as ISO 8601 has them, and CDISC with it: P4DT19H, PT90M, P3Y2M. Whole multiples of the smallest part inside; years and
/// months do not go with weeks and days. Pattern: the parts with `n` before those that are always written and `?` before those that are
/// left out where they are zero, such as `PnDT?H`.
/// </summary>
internal sealed partial class IsoDurationForm : CellForm
{
    // The letters of dates, and of times behind a T; months and minutes share one.
    private static readonly (string Key, double Size, string Name)[] Units =
    [
        ("Y", 12, "years"), ("M", 1, "months"), ("W", 604800, "weeks"), ("D", 86400, "days"), ("TH", 3600, "hours"), ("TM", 60, "minutes"),
        ("TS", 1, "seconds"),
    ];

    private readonly (string Key, bool Optional)[] _parts;

    private IsoDurationForm((string Key, bool Optional)[] parts) => _parts = parts;

    public override string Pattern => Text(part => part.Optional ? "?" : "n", _ => true, string.Empty);

    public override string? Unit => UnitOf(_parts[^1].Key).Name;

    internal override TimeKind Time => _parts[^1].Key is "Y" or "M" ? TimeKind.None : TimeKind.Duration;

    /// <summary>The form of a pattern; null where it is another kind's.</summary>
    public static IsoDurationForm? Of(string pattern)
    {
        return Split(pattern, Signs()) is { } parts && Fit([.. parts.Select(part => part.Key)])
            ? new IsoDurationForm([.. parts.Select(part => (part.Key, part.Amount == "?"))]) : null;
    }

    /// <summary>The form that all of some texts have; null where one has another, or they mix months with days.</summary>
    public static IsoDurationForm? Of(IReadOnlyCollection<string> texts)
    {
        List<HashSet<string>> all = [];
        foreach (string text in texts)
        {
            if (Split(text.TrimStart('-'), Amounts()) is not { } parts)
            {
                return null;
            }

            all.Add([.. parts.Select(part => part.Key)]);
        }

        string[] used = [.. Units.Select(unit => unit.Key).Where(key => all.Exists(keys => keys.Contains(key)))];
        return Fit(used) ? new IsoDurationForm([.. used.Select(key => (key, !all.TrueForAll(keys => keys.Contains(key))))]) : null;
    }

    /// <summary>Whether a text is such a length, perhaps with decimals, which have no form.</summary>
    public static bool Is(string text) => (text.StartsWith('P') || text.StartsWith("-P", StringComparison.Ordinal)) && Any().IsMatch(text);

    internal override bool TryRead(string cell, out double number)
    {
        number = double.NaN;
        if (Split(cell.TrimStart('-'), Amounts()) is not { } parts || parts.Exists(part => !_parts.Any(own => own.Key == part.Key)))
        {
            return false;
        }

        number = parts.Sum(part => double.Parse(part.Amount, CultureInfo.InvariantCulture) * UnitOf(part.Key).Size)
            / UnitOf(_parts[^1].Key).Size;
        number = cell.StartsWith('-') ? -number : number;
        return true;
    }

    internal override string Write(double number)
    {
        double left = Math.Round(Math.Min(Math.Abs(number), 1e12)) * UnitOf(_parts[^1].Key).Size;
        Dictionary<string, double> amounts = [];
        foreach ((string key, bool _) in _parts)
        {
            amounts[key] = Math.Floor(left / UnitOf(key).Size);
            left -= amounts[key] * UnitOf(key).Size;
        }

        bool none = amounts.Values.All(amount => amount == 0);
        return Text(part => amounts[part.Key].ToString("0", CultureInfo.InvariantCulture),
            part => !part.Optional || amounts[part.Key] > 0 || (none && part.Key == _parts[^1].Key), number <= -0.5 ? "-" : string.Empty);
    }

    private string Text(Func<(string Key, bool Optional), string> amount, Func<(string Key, bool Optional), bool> shown, string sign)
    {
        StringBuilder text = new(sign + "P");
        bool time = false;
        foreach ((string Key, bool Optional) part in _parts.Where(shown))
        {
            text.Append(part.Key.Length > 1 && !time ? "T" : null).Append(amount(part)).Append(part.Key[^1]);
            time |= part.Key.Length > 1;
        }

        return text.ToString();
    }

    private static (string Key, double Size, string Name) UnitOf(string key) => Array.Find(Units, unit => unit.Key == key);

    private static bool Fit(string[] keys) => keys.Length > 0 && keys.Count(key => key is "Y" or "M") is var months
        && (months == 0 || months == keys.Length);

    private static List<(string Key, string Amount)>? Split(string text, Regex pattern)
    {
        Match match = pattern.Match(text);
        List<(string, string)> parts = [.. Units.Where(unit => match.Groups[unit.Key].Success)
            .Select(unit => (unit.Key, match.Groups[unit.Key].Value))];
        return match.Success && parts.Count > 0 ? parts : null;
    }

    [GeneratedRegex(@"^P((?<Y>\d{1,9})Y)?((?<M>\d{1,9})M)?((?<W>\d{1,9})W)?((?<D>\d{1,9})D)?"
        + @"(T(?=\d)((?<TH>\d{1,9})H)?((?<TM>\d{1,9})M)?((?<TS>\d{1,9})S)?)?$")]
    private static partial Regex Amounts();

    [GeneratedRegex(@"^-?P(?=[\dT])(\d+([.,]\d+)?[YMWD])*(T(?=\d)(\d+([.,]\d+)?[HMS])+)?$")]
    private static partial Regex Any();

    [GeneratedRegex(@"^P((?<Y>[n?])Y)?((?<M>[n?])M)?((?<W>[n?])W)?((?<D>[n?])D)?"
        + @"(T((?<TH>[n?])H)?((?<TM>[n?])M)?((?<TS>[n?])S)?)?$")]
    private static partial Regex Signs();
}
