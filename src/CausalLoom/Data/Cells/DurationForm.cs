using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Times of day and lengths of time: whole multiples of their smallest part inside. Pattern: `[h]:mm`, `[hh]:mm:ss`, or parts with their
/// names, such as `[d]d [h]h`; `[d?]` where a part that is zero is left out.
/// </summary>
internal sealed partial class DurationForm : CellForm
{
    private static readonly (char Letter, int Seconds, string Name)[] Units =
        [('w', 604800, "weeks"), ('d', 86400, "days"), ('h', 3600, "hours"), ('m', 60, "minutes"), ('s', 1, "seconds")];

    private readonly List<(char Letter, bool Optional, int Width, string After)> _parts;
    private readonly bool _clock;

    private DurationForm(string pattern, List<(char Letter, bool Optional, int Width, string After)> parts, bool clock) =>
        (Pattern, _parts, _clock) = (pattern, parts, clock);

    public override string Pattern { get; }

    public override string? Unit => UnitOf(_parts[^1].Letter).Name;

    internal override TimeKind Time => TimeKind.Duration;

    /// <summary>Gets the seconds of one unit inside.</summary>
    internal int Seconds => UnitOf(_parts[^1].Letter).Seconds;

    /// <summary>The form of a pattern; null where it is another kind's.</summary>
    public static DurationForm? Of(string pattern)
    {
        Match clock = Clock().Match(pattern);
        if (clock.Success)
        {
            List<(char, bool, int, string)> times = [('h', false, clock.Groups["h"].Length, ":"), ('m', false, 2, "")];
            if (clock.Groups["s"].Success)
            {
                times = [('h', false, clock.Groups["h"].Length, ":"), ('m', false, 2, ":"), ('s', false, 2, "")];
            }

            return new DurationForm(pattern, times, clock: true);
        }

        if (!Named().IsMatch(pattern))
        {
            return null;
        }

        List<(char, bool, int, string)> parts = [];
        foreach (Match part in NamedPart().Matches(pattern))
        {
            parts.Add((part.Groups["unit"].Value[0], part.Groups["optional"].Success, 1, part.Groups["after"].Value));
        }

        return new DurationForm(pattern, parts, clock: false);
    }

    /// <summary>A text's seconds by unit letter, such as 3d 4h; null where it is none. Times with colons have letters h, m, s.</summary>
    public static List<(char Letter, double Amount, string Between, string Name)>? Split(string cell)
    {
        MatchCollection found = Amount().Matches(cell);
        int at = 0, last = -1;
        List<(char, double, string, string)> parts = [];
        foreach (Match match in found)
        {
            int unit = Array.FindIndex(Units, u => Names(u.Letter).Contains(match.Groups["name"].Value, StringComparer.OrdinalIgnoreCase));
            if (match.Index != at || unit <= last)
            {
                return null;
            }

            parts.Add((Units[unit].Letter, double.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture),
                match.Groups["between"].Value, match.Groups["name"].Value + match.Groups["space"].Value));
            (at, last) = (match.Index + match.Length, unit);
        }

        return parts.Count > 0 && at == cell.Length ? parts : null;
    }

    internal override bool TryRead(string cell, out double number)
    {
        number = double.NaN;
        double seconds = 0;
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
                seconds += int.Parse(parts[i], CultureInfo.InvariantCulture) * UnitOf(_parts[i].Letter).Seconds;
            }
        }
        else
        {
            if (Split(cell) is not { } amounts || amounts.Exists(a => !_parts.Exists(p => p.Letter == a.Letter)))
            {
                return false;
            }

            seconds = amounts.Sum(a => a.Amount * UnitOf(a.Letter).Seconds);
        }

        number = seconds / Seconds;
        return true;
    }

    internal override string Write(double number)
    {
        long left = (long)Math.Round(Math.Max(0, Math.Min(number, 1e12))) * Seconds;
        StringBuilder text = new();
        for (int i = 0; i < _parts.Count; i++)
        {
            (char letter, bool optional, int width, string after) = _parts[i];
            int size = UnitOf(letter).Seconds;
            long amount = left / size;
            left -= amount * size;
            bool last = i == _parts.Count - 1;
            if (!optional || amount > 0 || (last && text.Length == 0))
            {
                text.Append(amount.ToString("D" + width.ToString(CultureInfo.InvariantCulture),
                    CultureInfo.InvariantCulture)).Append(after);
            }
        }

        return text.ToString().TrimEnd();
    }

    private static (int Seconds, string Name) UnitOf(char letter)
    {
        (char _, int seconds, string name) = Array.Find(Units, u => u.Letter == letter);
        return (seconds, name);
    }

    private static string[] Names(char letter) => letter switch
    {
        'w' => ["w", "wk", "wks", "week", "weeks"],
        'd' => ["d", "day", "days"],
        'h' => ["h", "hr", "hrs", "hour", "hours"],
        'm' => ["m", "min", "mins", "minute", "minutes"],
        _ => ["s", "sec", "secs", "second", "seconds"],
    };

    [GeneratedRegex(@"^\[(?<h>h{1,2})\]:mm(?<s>:ss)?$")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(\[[wdhms]\??\][^\[\]0#;]+)+$")]
    private static partial Regex Named();

    [GeneratedRegex(@"\[(?<unit>[wdhms])(?<optional>\?)?\](?<after>[^\[\]]+)")]
    private static partial Regex NamedPart();

    [GeneratedRegex(@"(?<amount>\d+(\.\d+)?)(?<between> ?)(?<name>[A-Za-z]+)(?<space> ?,? ?)")]
    private static partial Regex Amount();
}
