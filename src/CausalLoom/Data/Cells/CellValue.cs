using System.Buffers;
using System.Globalization;
using System.Text;

namespace CausalLoom.Data.Cells;

/// <summary>What a cell's text says.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Number">Its number where it is one.</param>
/// <param name="Decimals">Its decimals without trailing zeros; −1 where an exponent leaves that open.</param>
internal readonly record struct CellValue(CellKind Kind, double Number = double.NaN, int Decimals = 0)
{
    private const double LargestExact = 9007199254740992;

    // So many digits fit 64 bits.
    private const int MostDigits = 19;
    private static readonly SearchValues<byte> CommaNumber = SearchValues.Create("0123456789.,eE+-"u8);

    /// <summary>Gets a value indicating whether it is a finite number written with a point.</summary>
    public bool IsNumber => Kind is CellKind.Whole or CellKind.Decimal or CellKind.CodeLike;

    /// <summary>Reads a cell that is not missing; spaces around it do not count.</summary>
    public static CellValue Of(ReadOnlySpan<byte> cell)
    {
        cell = Trim(cell);
        return OfNumber(cell) ?? OfOther(cell);
    }

    /// <summary>Reads a number whose decimal point is a comma.</summary>
    public static CellValue OfCommaNumber(ReadOnlySpan<byte> cell)
    {
        byte[] copy = Trim(cell).ToArray();
        int comma = copy.AsSpan().IndexOf((byte)',');
        if (comma >= 0 && copy.AsSpan().IndexOf((byte)'.') < 0)
        {
            copy[comma] = (byte)'.';
        }

        return OfNumber(copy) ?? new CellValue(CellKind.Text);
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell) =>
        !cell.IsEmpty && cell[0] > (byte)' ' && cell[^1] > (byte)' ' ? cell : cell.Trim(" \t\r\n"u8);

    /// <summary>The significant digits of a plain number, trailing zeros of decimals included.</summary>
    public static int Significant(ReadOnlySpan<byte> cell)
    {
        int digits = 0;
        bool leading = true;
        foreach (byte b in Trim(cell))
        {
            if (b is (byte)'e' or (byte)'E')
            {
                break;
            }

            if (b is >= (byte)'0' and <= (byte)'9' && !(leading && b == '0'))
            {
                digits++;
                leading = false;
            }
        }

        return digits;
    }

    private static CellValue? OfNumber(ReadOnlySpan<byte> cell) => TryNumber(cell, out CellValue value, out _) ? value : null;

    /// <summary>Reads a number that is written plainly; false where the text is anything else.</summary>
    /// <param name="cell">The text, without outer spaces.</param>
    /// <param name="value">What it says; perhaps that it is infinite, or a code.</param>
    /// <param name="digits">Its significant digits.</param>
    public static bool TryNumber(ReadOnlySpan<byte> cell, out CellValue value, out int digits)
    {
        value = default;
        int first = !cell.IsEmpty && cell[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        ulong mantissa = 0;
        int at = first;
        Scan(cell, ref at, ref mantissa);
        int whole = at - first, places = 0;
        if (at < cell.Length && cell[at] == '.')
        {
            int from = ++at;
            Scan(cell, ref at, ref mantissa);
            places = at - from;
        }

        int end = at, power = 0;
        bool exponent = whole + places > 0 && TryExponent(cell, ref at, out power);
        digits = whole + places - LeadingZeros(cell[first..end]);
        if (whole + places == 0 || at != cell.Length)
        {
            return false;
        }

        double number = 0;
        bool exact = digits <= MostDigits && power is > -10000 and < 10000 && DecimalText.TryNumber(mantissa, power - places, out number);
        number = exact ? first == 1 && cell[0] == '-' ? -number : number
            : double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
        value = !double.IsFinite(number) ? new CellValue(CellKind.Infinite)
            : exponent && whole > 1 && places == 0 && end == first + whole && cell[end + 1] is not ((byte)'+' or (byte)'-')
                ? new CellValue(CellKind.CodeLike, number) // 12E4 is a name like 12F4; a number is written 1.2E5, 1E5 or 12E+4.
            : exponent ? new CellValue(CellKind.Decimal, number, -1)
            : end > first + whole ? new CellValue(CellKind.Decimal, number, places - TrailingZeros(cell.Slice(end - places, places)))
            : new CellValue((whole > 1 && cell[first] == '0') || Math.Abs(number) >= LargestExact ? CellKind.CodeLike : CellKind.Whole,
                number);
        return true;
    }

    private static void Scan(ReadOnlySpan<byte> cell, ref int at, ref ulong mantissa)
    {
        while (at + 8 <= cell.Length && DecimalText.TryEight(cell.Slice(at, 8), out uint eight))
        {
            mantissa = unchecked((mantissa * 100_000_000) + eight);
            at += 8;
        }

        while (at < cell.Length && cell[at] - (uint)'0' <= 9)
        {
            mantissa = unchecked((mantissa * 10) + (cell[at] - (uint)'0'));
            at++;
        }
    }

    private static int TrailingZeros(ReadOnlySpan<byte> digits)
    {
        int at = digits.Length;
        while (at > 0 && digits[at - 1] == '0')
        {
            at--;
        }

        return digits.Length - at;
    }

    private static int LeadingZeros(ReadOnlySpan<byte> digits)
    {
        int zeros = 0;
        foreach (byte b in digits)
        {
            if (b is not ((byte)'0' or (byte)'.'))
            {
                break;
            }

            zeros += b == '0' ? 1 : 0;
        }

        return zeros;
    }

    private static CellValue OfOther(ReadOnlySpan<byte> cell)
    {
        ReadOnlySpan<byte> unsigned = cell.TrimStart("+-"u8);
        if (Ascii.EqualsIgnoreCase(unsigned, "inf"u8) || Ascii.EqualsIgnoreCase(unsigned, "infinity"u8) || unsigned.SequenceEqual("∞"u8))
        {
            return new CellValue(CellKind.Infinite);
        }

        if (cell.Contains((byte)',') && unsigned[0] is <= (byte)'9' && unsigned.IndexOfAnyExcept(CommaNumber) < 0
            && unsigned.ContainsAnyInRange((byte)'0', (byte)'9'))
        {
            return new CellValue(CellKind.Comma);
        }

        return new CellValue(DateText.IsDate(cell) ? CellKind.Date : CellKind.Text);
    }

    private static bool TryExponent(ReadOnlySpan<byte> cell, ref int at, out int power)
    {
        power = 0;
        if (at >= cell.Length || cell[at] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        bool negative = at + 1 < cell.Length && cell[at + 1] == '-';
        int from = at + 1 < cell.Length && cell[at + 1] is (byte)'+' or (byte)'-' ? at + 2 : at + 1, end = from;
        while (end < cell.Length && cell[end] - (uint)'0' <= 9)
        {
            power = Math.Min(100_000, (power * 10) + (cell[end++] - '0'));
        }

        at = end > from ? end : at;
        power = negative ? -power : power;
        return end > from;
    }
}
