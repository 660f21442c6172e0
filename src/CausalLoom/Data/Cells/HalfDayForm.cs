using System.Globalization;
using System.Text.RegularExpressions;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Times of day by half days, such as 2:07 PM: minutes since midnight inside, or seconds. Pattern: `h:mm AM`, `hh:mm:ss am`, `h:mmAM`.
/// </summary>
internal sealed partial class HalfDayForm : CellForm
{
    private readonly bool _seconds, _padded;
    private readonly string _before, _mark;

    private HalfDayForm(bool padded, bool seconds, string before, string mark) =>
        (_padded, _seconds, _before, _mark) = (padded, seconds, before, mark);

    public override string Pattern => $"{(_padded ? "hh" : "h")}:mm{(_seconds ? ":ss" : "")}{_before}{_mark}";

    public override string? Unit => _seconds ? "seconds" : "minutes";

    internal override TimeKind Time => TimeKind.Duration;

    /// <summary>The form of a pattern; null where it is another kind's.</summary>
    public static HalfDayForm? Of(string pattern) => Patterns().Match(pattern) is { Success: true } match
        ? new HalfDayForm(match.Groups["h"].Length == 2, match.Groups["s"].Success, match.Groups["b"].Value, match.Groups["m"].Value)
            : null;

    /// <summary>The form of some texts, the first of which shows how the halves are written; null where that is no such time.</summary>
    public static HalfDayForm? Of(IReadOnlyList<string> texts) => Times().Match(texts[0]) is { Success: true } match
        ? new HalfDayForm(texts.All(text => text.IndexOf(':', StringComparison.Ordinal) == 2), match.Groups["s"].Success,
            match.Groups["b"].Value, match.Groups["half"].Value[0] is 'a' or 'p' ? "am" : "AM") : null;

    /// <summary>Whether a text is such a time.</summary>
    public static bool Is(string text) => Times().IsMatch(text);

    internal override bool TryRead(string cell, out double number)
    {
        number = double.NaN;
        Match match = Times().Match(cell);
        if (!match.Success || match.Groups["s"].Success != _seconds)
        {
            return false;
        }

        int hour = Number("h"), minute = Number("min");
        if (hour is < 1 or > 12)
        {
            return false;
        }

        number = (((hour % 12) + (match.Groups["half"].Value[0] is 'p' or 'P' ? 12 : 0)) * 60) + minute;
        number = _seconds ? (number * 60) + Number("s") : number;
        return true;

        int Number(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    internal override string Write(double number)
    {
        int day = _seconds ? 86400 : 1440, at = (int)(((Math.Round(number) % day) + day) % day);
        int minutes = _seconds ? at / 60 : at, hour = minutes / 60;
        string half = hour >= 12 ? "PM" : "AM";
        return ((hour + 11) % 12 + 1).ToString(_padded ? "00" : "0", CultureInfo.InvariantCulture)
            + (minutes % 60).ToString("':'00", CultureInfo.InvariantCulture)
            + (_seconds ? (at % 60).ToString("':'00", CultureInfo.InvariantCulture) : null) + _before
            + (_mark == "am" ? half.ToLowerInvariant() : half);
    }

    [GeneratedRegex("^(?<h>h{1,2}):mm(?<s>:ss)?(?<b> ?)(?<m>AM|am)$")]
    private static partial Regex Patterns();

    [GeneratedRegex(@"^(?<h>\d{1,2}):(?<min>[0-5]\d)(:(?<s>[0-5]\d))?(?<b> ?)(?<half>[AaPp][Mm])$")]
    private static partial Regex Times();
}
