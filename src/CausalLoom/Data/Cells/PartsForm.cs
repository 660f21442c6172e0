using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Amounts in parts: whole multiples of the smallest part inside. Times of day and lengths of time (3d 4h, 7:05), ages in years and months
/// (6y 2m), heights in feet and inches (5'11"), weights in pounds and ounces. Pattern: `[h]:mm`, `[hh]:mm:ss`, or parts with their names,
/// such as `[d]d [h]h`, `[y]y [mo]m`, `[ft]'[in]"`; `[d?]` where a part that is zero is left out.
/// </summary>
internal sealed partial class PartsForm : CellForm
{
    // Of one kind together, the largest first.
    private static readonly PartUnit[] Units =
    [
        new("w", 604800, "weeks", 0, ["w", "wk", "wks", "week", "weeks"]), new("d", 86400, "days", 0, ["d", "day", "days"]),
        new("h", 3600, "hours", 0, ["h", "hr", "hrs", "hour", "hours"]), new("m", 60, "minutes", 0, ["m", "min", "mins", "minute",
            "minutes"]),
        new("s", 1, "seconds", 0, ["s", "sec", "secs", "second", "seconds"]),
        new("y", 12, "years", 1, ["y", "yr", "yrs", "year", "years"]), new("mo", 1, "months", 1, ["m", "mo", "mos", "mth", "mths", "month",
            "months"]),
        new("ft", 12, "feet", 2, ["ft", "feet", "foot", "'", "′", "’"]), new("in", 1, "inches", 2, ["in", "inch", "inches", "\"", "''",
            "″", "”"]),
        new("lb", 16, "pounds", 3, ["lb", "lbs"]), new("oz", 1, "ounces", 3, ["oz"]),
    ];

    private readonly List<(PartUnit Unit, bool Optional, int Width, string After)> _parts;
    private readonly bool _clock;

    private PartsForm(string pattern, List<(PartUnit Unit, bool Optional, int Width, string After)> parts, bool clock) =>
        (Pattern, _parts, _clock) = (pattern, parts, clock);

    public override string Pattern { get; }

    public override string? Unit => Smallest.Name;

    internal override TimeKind Time => Smallest.Kind == 0 ? TimeKind.Duration : TimeKind.None;

    /// <summary>Gets the seconds of one unit inside, of lengths of time.</summary>
    internal int Seconds => Smallest.Size;

    private PartUnit Smallest => _parts[^1].Unit;

    /// <summary>The form of a pattern; null where it is another kind's.</summary>
    public static PartsForm? Of(string pattern)
    {
        Match clock = Clock().Match(pattern);
        if (clock.Success)
        {
            bool seconds = clock.Groups["s"].Success;
            List<(PartUnit, bool, int, string)> times = [(Known("h"), false, clock.Groups["h"].Length, ":"),
                (Known("m"), false, 2, seconds ? ":" : "")];
            return new PartsForm(pattern, seconds ? [.. times, (Known("s"), false, 2, "")] : times, clock: true);
        }

        if (!Named().IsMatch(pattern))
        {
            return null;
        }

        List<(PartUnit Unit, bool, int, string)> parts = [];
        foreach (Match part in NamedPart().Matches(pattern))
        {
            parts.Add((Known(part.Groups["unit"].Value), part.Groups["optional"].Success, 1, part.Groups["after"].Value));
        }

        return parts.TrueForAll(part => part.Unit.Kind == parts[0].Unit.Kind) ? new PartsForm(pattern, parts, clock: false) : null;
    }

    /// <summary>A text's amounts by unit, such as 3d 4h; null where it is none. Months are months beside years, else m is
    /// minutes.</summary>
    /// <param name="cell">The text.</param>
    /// <param name="kind">The kind of its units; null: the first that fits.</param>
    public static List<(PartUnit Unit, double Amount, string Between, string Name)>? Split(string cell, int? kind = null)
    {
        if (cell.Length == 0 || !char.IsAsciiDigit(cell[0]))
        {
            return null;
        }

        MatchCollection found = Amount().Matches(cell);
        return found.Count == 0 ? null : Units.Select(unit => unit.Kind).Distinct().Where(k => kind is null || k == kind)
            .Select(k => Split(cell, found, k)).FirstOrDefault(parts => parts is not null);
    }

    internal override bool TryRead(string cell, out double number)
    {
        number = double.NaN;
        double sum = 0;
        if (_clock)
        {
            string[] parts = cell.Split(':');
            if (parts.Length != _parts.Count || !Array.TrueForAll(parts, p => p.Length > 0 && p.All(char.IsAsciiDigit))
                || parts[0].Length > 6 || parts.Skip(1).Any(p => p.Length != 2 || p[0] > '5'))
            {
                return false;
            }

            for (int i = 0; i < parts.Length; i++)
            {
                sum += int.Parse(parts[i], CultureInfo.InvariantCulture) * _parts[i].Unit.Size;
            }
        }
        else
        {
            if (Split(cell, Smallest.Kind) is not { } amounts || amounts.Exists(a => !_parts.Exists(p => p.Unit == a.Unit)))
            {
                return false;
            }

            sum = amounts.Sum(a => a.Amount * a.Unit.Size);
        }

        number = sum / Smallest.Size;
        return true;
    }

    internal override string Write(double number)
    {
        long left = (long)Math.Round(Math.Max(0, Math.Min(number, 1e12))) * Smallest.Size;
        StringBuilder text = new();
        for (int i = 0; i < _parts.Count; i++)
        {
            (PartUnit unit, bool optional, int width, string after) = _parts[i];
            long amount = left / unit.Size;
            left -= amount * unit.Size;
            bool last = i == _parts.Count - 1;
            if (!optional || amount > 0 || (last && text.Length == 0))
            {
                text.Append(amount.ToString("D" + width.ToString(CultureInfo.InvariantCulture),
                    CultureInfo.InvariantCulture)).Append(after);
            }
        }

        return text.ToString().TrimEnd();
    }

    private static List<(PartUnit Unit, double Amount, string Between, string Name)>? Split(string cell, MatchCollection found, int kind)
    {
        int at = 0, last = -1;
        List<(PartUnit, double, string, string)> parts = [];
        foreach (Match match in found)
        {
            int unit = Array.FindIndex(Units, u => u.Kind == kind
                && u.Names.Contains(match.Groups["name"].Value, StringComparer.OrdinalIgnoreCase));
            if (match.Index != at || unit <= last)
            {
                return null;
            }

            // 5'14" is a slip, not 6'2".
            double amount = double.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture);
            if (last >= 0 && amount * Units[unit].Size >= Units[last].Size)
            {
                return null;
            }

            parts.Add((Units[unit], amount,
                match.Groups["between"].Value, match.Groups["name"].Value + match.Groups["space"].Value));
            (at, last) = (match.Index + match.Length, unit);
        }

        return at == cell.Length ? parts : null;
    }

    private static PartUnit Known(string key) => Array.Find(Units, unit => unit.Key == key)!;

    [GeneratedRegex(@"^\[(?<h>h{1,2})\]:mm(?<s>:ss)?$")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(\[(w|d|h|m|s|y|mo|ft|in|lb|oz)\??\][^\[\]0#;]+)+$")]
    private static partial Regex Named();

    [GeneratedRegex(@"\[(?<unit>[a-z]+)(?<optional>\?)?\](?<after>[^\[\]]+)")]
    private static partial Regex NamedPart();

    [GeneratedRegex(@"(?<amount>\d+(\.\d+)?)(?<between> ?)(?<name>[A-Za-z]+|''|['""′″’”])(?<space> ?,? ?)")]
    private static partial Regex Amount();

    /// <summary>A unit that amounts in parts are made of.</summary>
    /// <param name="Key">How a pattern calls it.</param>
    /// <param name="Size">How many of the smallest of its kind it is.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">The kind: time, age, length, weight.</param>
    /// <param name="Names">How cells call it.</param>
    internal sealed record PartUnit(string Key, int Size, string Name, int Kind, string[] Names);
}
