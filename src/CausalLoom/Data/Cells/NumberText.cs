using System.Buffers;
using System.Globalization;
using System.Text;

namespace CausalLoom.Data.Cells;

/// <summary>A number's text in whatever dress, taken apart: sign, currency before, thousands, decimals, exponent, unit behind.</summary>
internal readonly record struct NumberText
{
    private const int LongestUnit = 24;
    private const string GroupSigns = ",.'’_ \u00A0\u2009\u202F";
    private const string Signs = "+-−‒–—";
    private static readonly SearchValues<char> Currencies = SearchValues.Create("$£€¥₹₽₩₺¢");
    private static readonly HashSet<string> CurrencyNames =
        new(["USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "NOK", "DKK", "INR", "CNY", "US$", "Fr.", "kr"],
            StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the number.</summary>
    public double Number { get; private init; }

    /// <summary>Gets the decimals as printed, with trailing zeros.</summary>
    public int Printed { get; private init; }

    /// <summary>Gets the significant digits.</summary>
    public int Significant { get; private init; }

    /// <summary>Gets what stands before the number.</summary>
    public string Prefix { get; private init; }

    /// <summary>Gets what stands behind it, with its space.</summary>
    public string Suffix { get; private init; }

    /// <summary>Gets the sign between thousands, or null.</summary>
    public char? Group { get; private init; }

    /// <summary>Gets a value indicating whether a lone comma or point with three digits behind it could be either sign.</summary>
    public bool IsAmbiguous { get; private init; }

    /// <summary>Gets the sign of a negative number; `(` for brackets; null where it is not negative.</summary>
    public char? Minus { get; private init; }

    /// <summary>Gets how the exponent is written, such as `e-00`; null: there is none.</summary>
    public string? Exponent { get; private init; }

    /// <summary>Gets the decimal sign, where there is one.</summary>
    public char? Point { get; private init; }

    /// <summary>Takes a text apart; false where it is no number in any dress.</summary>
    /// <param name="cell">The text, without outer spaces.</param>
    /// <param name="point">The decimal sign where a text leaves it open; null: a point, and a comma where it cannot be thousands.</param>
    /// <param name="text">Its parts.</param>
    public static bool TryParse(string cell, char? point, out NumberText text)
    {
        text = default;
        ReadOnlySpan<char> rest = cell;
        char? minus = null;
        if (rest.Length > 2 && rest[0] == '(' && rest[^1] == ')')
        {
            minus = '(';
            rest = rest[1..^1];
        }

        TakeSign(ref rest, ref minus);
        string prefix = TakePrefix(ref rest);
        TakeSign(ref rest, ref minus);
        int length = CoreLength(rest);
        if (length == 0 || !char.IsAsciiDigit(rest[0]) && rest[0] != '.')
        {
            return false;
        }

        string suffix = rest[length..].ToString();
        return IsUnit(suffix) && TryCore(rest[..length].ToString(), point, out text)
            && Finish(ref text, minus, prefix, suffix);
    }

    private static bool Finish(ref NumberText text, char? minus, string prefix, string suffix)
    {
        text = text with
        {
            Minus = minus == '+' ? null : minus,
            Number = minus is null or '+' ? text.Number : -text.Number,
            Prefix = prefix,
            Suffix = suffix,
        };
        return double.IsFinite(text.Number);
    }

    private static void TakeSign(ref ReadOnlySpan<char> rest, ref char? minus)
    {
        if (rest.Length > 1 && minus is null && Signs.Contains(rest[0], StringComparison.Ordinal))
        {
            minus = rest[0];
            rest = rest[1..].TrimStart();
        }
    }

    private static string TakePrefix(ref ReadOnlySpan<char> rest)
    {
        int at = 0;
        while (at < rest.Length && at < 4 && !char.IsAsciiDigit(rest[at]) && !Signs.Contains(rest[at], StringComparison.Ordinal)
            && rest[at] is not ' ' and not '\u00A0' && (rest[at] != '.' || at == 2))
        {
            at++;
        }

        ReadOnlySpan<char> name = rest[..at];
        if (at == 0 || !(name.ContainsAny(Currencies) && name.Length <= 3 || CurrencyNames.Contains(name.ToString())))
        {
            return string.Empty;
        }

        while (at < rest.Length && char.IsWhiteSpace(rest[at]))
        {
            at++;
        }

        string prefix = rest[..at].ToString();
        rest = rest[at..];
        return prefix;
    }

    // Digits, decimal and group signs, and an exponent; a sign counts only between digits.
    private static int CoreLength(ReadOnlySpan<char> text)
    {
        int at = 0;
        while (at < text.Length && (char.IsAsciiDigit(text[at])
            || (at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && GroupSigns.Contains(text[at], StringComparison.Ordinal))))
        {
            at++;
        }

        if (at < text.Length && at > 0 && text[at] is '.' or ',' && (at + 1 == text.Length || text[at + 1] == ' '))
        {
            at++;
        }

        int power = at + 1 < text.Length && text[at] is 'e' or 'E' ? at + 1 : -1;
        if (power > 0)
        {
            int digits = text[power] is '+' or '-' ? power + 1 : power, end = digits;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            at = end > digits ? end : at;
        }

        return at;
    }

    private static bool TryCore(string core, char? point, out NumberText text)
    {
        text = default;
        int power = core.AsSpan().IndexOfAny('e', 'E');
        string mantissa = power < 0 ? core : core[..power];
        string signs = new([.. mantissa.Where(c => !char.IsAsciiDigit(c)).Distinct()]);
        if (signs.Length > 2)
        {
            return false;
        }

        // The last sign is the decimal one where it occurs once and is a point or a comma; the other one groups thousands.
        int last = mantissa.AsSpan().LastIndexOfAny('.', ',');
        bool once = last >= 0 && mantissa.Count(c => c == mantissa[last]) == 1;
        bool three = last >= 0 && mantissa.Length - last - 1 == 3 && last is > 0 and <= 3 && signs.Length == 1 && mantissa[0] != '0';
        bool isPoint = once && (signs.Length == 1 || mantissa[last] == signs[1])
            && (!three || mantissa[last] == (point ?? '.'));
        char? decimalSign = isPoint ? mantissa[last] : null;
        string whole = isPoint ? mantissa[..last] : mantissa, places = isPoint ? mantissa[(last + 1)..] : string.Empty;
        char? group = null;
        foreach (char c in whole)
        {
            group = char.IsAsciiDigit(c) ? group : c;
        }

        if (group is { } sign && !IsGrouped(whole, sign))
        {
            return false;
        }

        string digits = group is { } g ? whole.Replace(g.ToString(), string.Empty, StringComparison.Ordinal) : whole;
        string plain = digits + (places.Length > 0 ? "." + places : string.Empty) + (power < 0 ? string.Empty : core[power..]);
        if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return false;
        }

        text = new NumberText
        {
            Number = number,
            Printed = places.Length,
            Significant = (digits + places).TrimStart('0').Length,
            Group = group,
            Point = decimalSign,
            IsAmbiguous = three && point is null && mantissa[last] == ',',
            Exponent = power < 0 ? null : ExponentShape(core[power..]),
        };
        return true;
    }

    private static string ExponentShape(string text) =>
        $"{text[0]}{(text[1] == '+' ? '+' : '-')}{new string('0', text.Count(char.IsAsciiDigit))}";

    private static bool IsGrouped(string whole, char sign)
    {
        string[] groups = whole.Split(sign);
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3);
    }

    // A unit begins with a letter or a sign of its own; digits only as in mL/min/1.73m2 and 10^9/L.
    private static bool IsUnit(string suffix)
    {
        ReadOnlySpan<char> unit = suffix.AsSpan().Trim();
        if (unit.IsEmpty)
        {
            return suffix.Length == 0;
        }

        if (unit.Length > LongestUnit || !(char.IsLetter(unit[0]) || "%‰°×µμ℃\"'′″".Contains(unit[0], StringComparison.Ordinal)
            || Currencies.Contains(unit[0])))
        {
            return false;
        }

        for (int i = 0; i < unit.Length; i++)
        {
            char c = unit[i];
            bool fits = char.IsLetter(c) || char.IsAsciiDigit(c) && i > 0 || "%‰°×µμ/^.·*-+²³⁹⁶¹⁻ ()[]\"'′″".Contains(c,
                StringComparison.Ordinal)
                || Currencies.Contains(c);
            if (!fits)
            {
                return false;
            }
        }

        return !char.IsAsciiDigit(unit[^1]) || unit.ContainsAny('/', '^', '²') || unit[^1] is '2' or '3';
    }
}
