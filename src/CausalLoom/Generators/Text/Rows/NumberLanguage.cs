using System.Globalization;

namespace CausalLoom.Generators.Text.Rows;

/// <summary>
/// The texts of whole numbers low … high, shown with some decimals (123 with 2 decimals is 1.23): no sign but a minus, no
/// leading zeros, all decimals. Says of any beginning whether it can still become such a text.
/// </summary>
/// <param name="Decimals">Decimals shown, 0 to 9.</param>
/// <param name="Low">The smallest number.</param>
/// <param name="High">The largest.</param>
internal sealed record NumberLanguage(int Decimals, long Low, long High)
{
    private const int MaxDigits = 20;

    /// <summary>The text of a number, whether in range or not.</summary>
    internal string Text(long number)
    {
        string digits = Int128.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(Decimals + 1, '0');
        string shown = Decimals == 0 ? digits : $"{digits[..^Decimals]}.{digits[^Decimals..]}";
        return number < 0 ? "-" + shown : shown;
    }

    /// <summary>Whether some number's text begins so.</summary>
    internal bool CanBegin(ReadOnlySpan<char> text)
    {
        if (Low > High || !Split(text, out Parts parts))
        {
            return false;
        }

        (Int128 least, Int128 most) = Range(parts.Negative);
        if (text.Length == 0 || least > most || parts.Digits == 0)
        {
            return text.Length == 0 || (least <= most && parts.Negative);
        }

        if (parts.HasPoint)
        {
            Int128 unit = Power(Decimals - parts.Fraction), from = parts.Value * unit;
            return from <= most && from + unit - 1 >= least;
        }

        // Any number of further digits may come before the point, after a leading zero none; then the decimals.
        for (Int128 grown = Power(Decimals); parts.Value * grown <= most; grown *= 10)
        {
            if ((parts.Value * grown) + grown - 1 >= least)
            {
                return true;
            }

            if (parts.Value == 0)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The number that a whole text stands for.</summary>
    internal bool TryParse(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        if (!Split(text, out Parts parts) || parts.Digits == 0 || parts.Fraction != Decimals || parts.HasPoint != Decimals > 0)
        {
            return false;
        }

        (Int128 least, Int128 most) = Range(parts.Negative);
        if (parts.Value < least || parts.Value > most)
        {
            return false;
        }

        number = (long)(parts.Negative ? -parts.Value : parts.Value);
        return true;
    }

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private bool Split(ReadOnlySpan<char> text, out Parts parts)
    {
        parts = default;
        int at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        parts.Negative = at == 1;
        int first = at;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '.' && !parts.HasPoint && at > first && Decimals > 0)
            {
                parts.HasPoint = true;
                continue;
            }

            bool leadingZero = !parts.HasPoint && parts.Digits == 1 && parts.Value == 0;
            if (c is < '0' or > '9' || leadingZero || parts.Digits == MaxDigits + 9
                || parts.Fraction == (parts.HasPoint ? Decimals : MaxDigits))
            {
                return false;
            }

            parts.Value = (parts.Value * 10) + (c - '0');
            parts.Digits++;
            parts.Fraction += parts.HasPoint ? 1 : 0;
        }

        return true;
    }

    /// <summary>The magnitudes of the numbers of one sign; least &gt; most where there are none.</summary>
    private (Int128 Least, Int128 Most) Range(bool negative) => negative
        ? (Int128.Max(1, -(Int128)High), -(Int128)Low)
        : (Int128.Max(0, Low), High);

    private struct Parts
    {
        public bool Negative;
        public bool HasPoint;
        public int Digits;
        public int Fraction;
        public Int128 Value;
    }
}
