using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Numbers in another dress: something before and after, thousands apart, a fixed number of decimals, an exponent, so many significant
/// digits. Pattern: `$#,##0.00 USD`, `#` for the shortest text, `0.000e-00`, `#~4` for four significant digits.
/// </summary>
internal sealed partial class NumberForm : CellForm
{
    private const char PlainMinus = '-', Bracket = '(';

    /// <summary>Gets what stands before the number, such as a currency sign.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Gets what stands behind it, with its space.</summary>
    public string Suffix { get; init; } = string.Empty;

    /// <summary>Gets the sign between thousands, or null.</summary>
    public char? Group { get; init; }

    /// <summary>Gets the decimals that are always written; null: the shortest text.</summary>
    public int? Decimals { get; init; }

    /// <summary>Gets the decimal sign.</summary>
    public char Point { get; init; } = '.';

    /// <summary>Gets the sign of negative numbers; a bracket stands for brackets around them.</summary>
    public char Minus { get; init; } = PlainMinus;

    /// <summary>Gets how exponents are written, such as `e-00` or `E+0`; null: none.</summary>
    public string? Exponent { get; init; }

    /// <summary>Gets how many significant digits numbers have; null: all.</summary>
    public int? Significant { get; init; }

    public override string Pattern
    {
        get
        {
            StringBuilder number = new(Decimals is null ? "#" : Group is null ? "0" : $"#{Group}##0");
            if (Decimals is null && Group is not null)
            {
                number.Append(Group).Append("###");
            }

            if (Point != '.' || Decimals > 0)
            {
                number.Append(Point).Append('0', Decimals ?? 0);
            }

            number.Append(Exponent);
            number.Append(Significant is { } digits ? string.Create(CultureInfo.InvariantCulture, $"~{digits}") : null);
            string signed = Minus switch { PlainMinus => "", Bracket => "(-)", _ => Minus.ToString() };
            return $"{signed}{Prefix}{number}{Suffix}";
        }
    }

    public override string? Unit => Suffix.Trim() is { Length: > 0 } unit ? unit : Prefix.Trim() is { Length: > 0 } before ? before : null;

    /// <summary>The form of a pattern; null where it is another kind's.</summary>
    public static NumberForm? Of(string pattern)
    {
        Match match = Shape().Match(pattern);
        if (!match.Success)
        {
            return null;
        }

        bool shortest = !match.Groups["whole"].Value.EndsWith('0');
        string places = match.Groups["places"].Value;
        return new NumberForm
        {
            Minus = match.Groups["sign"].Value switch { "" => PlainMinus, "(-)" => Bracket, var sign => sign[0] },
            Prefix = match.Groups["prefix"].Value,
            Suffix = match.Groups["suffix"].Value,
            Group = match.Groups["group"].Success ? match.Groups["group"].Value[0] : null,
            Point = places.Length > 0 ? places[0] : '.',
            Decimals = shortest ? null : Math.Max(0, places.Length - 1),
            Exponent = match.Groups["exponent"].Success ? match.Groups["exponent"].Value : null,
            Significant = match.Groups["digits"].Success
                ? int.Parse(match.Groups["digits"].Value, CultureInfo.InvariantCulture) : null,
        };
    }

    internal override bool TryRead(string cell, out double number)
    {
        number = double.NaN;
        char point = Group == '.' && Point == '.' ? ',' : Point;
        if (Suffix.StartsWith('/') && cell.EndsWith(Suffix, StringComparison.Ordinal))
        {
            // 59/100: what is behind is no unit.
            return new NumberForm { Decimals = Decimals, Point = Point }.TryRead(cell[..^Suffix.Length], out number);
        }

        if (!NumberText.TryParse(cell, point, out NumberText text) || (text.Point ?? Point) is var read && read != Point && read != '.'
            || (text.Group is { } group && group != Group) || text.Prefix.Trim() != Prefix.Trim()
            || !string.Equals(text.Suffix.Trim(), Suffix.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        number = text.Number;
        return true;
    }

    internal override string Write(double number)
    {
        double rounded = Significant is { } digits ? Round(number, digits) : number;
        string text = Exponent is { } exponent ? WithExponent(Math.Abs(rounded), exponent)
            : Decimals is { } decimals ? Math.Abs(Math.Round(rounded, Math.Min(decimals, 15)))
                .ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : Math.Abs(rounded).ToString("R", CultureInfo.InvariantCulture);
        bool negative = number < 0 && text.AsSpan().ContainsAnyInRange('1', '9');
        text = Grouped(text);
        return !negative ? Prefix + text + Suffix : Minus == Bracket ? $"({Prefix}{text}{Suffix})" : Minus + Prefix + text + Suffix;
    }

    /// <summary>A number to so many significant digits: the double nearest to that decimal.</summary>
    internal static double Round(double number, int digits) => double.Parse(
        number.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture);

    private string WithExponent(double number, string exponent)
    {
        string text = number.ToString("E" + (Decimals ?? 15).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        int at = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = Decimals is null && text.Contains('.', StringComparison.Ordinal) ? text[..at].TrimEnd('0').TrimEnd('.')
            : text[..at];
        int power = int.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture);
        int least = exponent.Count(c => c == '0');
        string sign = power < 0 ? "-" : exponent.Contains('+', StringComparison.Ordinal) ? "+" : string.Empty;
        return mantissa + exponent[0] + sign
            + Math.Abs(power).ToString("D" + least.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private string Grouped(string text)
    {
        int end = text.AsSpan().IndexOfAny('.', 'E', 'e');
        string whole = end < 0 ? text : text[..end], rest = end < 0 ? string.Empty : text[end..].Replace('.', Point);
        if (Group is { } group && Exponent is null)
        {
            for (int at = whole.Length - 3; at > 0; at -= 3)
            {
                whole = whole.Insert(at, group.ToString());
            }
        }

        return whole + rest;
    }

    [GeneratedRegex(@"^(?<sign>\(-\)|[−‒–—])?(?<prefix>[^0#;\[\]]*)"
        + @"(?<whole>0|#|#(?<group>[,.'’_ \u00A0\u2009\u202F])(##0|###))(?<places>[.,]0*)?(?<exponent>[eE][-+]0+)?(~(?<digits>\d{1,2}))?"
        + @"(?<suffix>[^0#;\[\]~][^#;\[\]~]*)?$")]
    private static partial Regex Shape();
}
