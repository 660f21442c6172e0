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

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell) => cell.Trim(" \t\r\n"u8);

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

    private static CellValue? OfNumber(ReadOnlySpan<byte> cell)
    {
        int digitsFrom = !cell.IsEmpty && cell[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        int whole = Digits(cell, digitsFrom);
        int at = digitsFrom + whole, places = 0;
        if (at < cell.Length && cell[at] == '.')
        {
            places = Digits(cell, ++at);
            at += places;
        }

        int end = at;
        bool exponent = whole + places > 0 && SkipExponent(cell, ref at);
        if (whole + places == 0 || at != cell.Length)
        {
            return null;
        }

        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
        {
            return new CellValue(CellKind.Infinite);
        }

        // 12E4 is a name like 12F4; a number is written 1.2E5, 1E5 or 12E+4.
        if (exponent && whole > 1 && places == 0 && end == digitsFrom + whole && cell[end + 1] is not ((byte)'+' or (byte)'-'))
        {
            return new CellValue(CellKind.CodeLike, number);
        }

        if (end > digitsFrom + whole || exponent)
        {
            int significant = exponent ? -1 : cell.Slice(end - places, places).TrimEnd((byte)'0').Length;
            return new CellValue(CellKind.Decimal, number, significant);
        }

        bool leadingZero = whole > 1 && cell[digitsFrom] == '0';
        return new CellValue(leadingZero || Math.Abs(number) >= LargestExact ? CellKind.CodeLike : CellKind.Whole, number);
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

    private static int Digits(ReadOnlySpan<byte> cell, int from)
    {
        int end = from;
        while (end < cell.Length && cell[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        return end - from;
    }

    private static bool SkipExponent(ReadOnlySpan<byte> cell, ref int at)
    {
        if (at >= cell.Length || cell[at] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        int from = at + 1 < cell.Length && cell[at + 1] is (byte)'+' or (byte)'-' ? at + 2 : at + 1;
        int digits = Digits(cell, from);
        at = digits > 0 ? from + digits : at;
        return digits > 0;
    }
}
