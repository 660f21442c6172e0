using System.Buffers;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Recognises dates by their shape only (year-month-day or day/month/year in either order, with `-`, `/` or `.`, perhaps a
/// time behind): any year counts, since dates are never computed with here.
/// </summary>
internal static class DateText
{
    private static readonly SearchValues<byte> TimeCharacters = SearchValues.Create("0123456789:.+-Z "u8);

    public static bool IsDate(ReadOnlySpan<byte> cell)
    {
        int date = cell.IndexOfAny((byte)' ', (byte)'T');
        return IsDay(date < 0 ? cell : cell[..date]) && (date < 0 || IsTime(cell[(date + 1)..]));
    }

    private static bool IsDay(ReadOnlySpan<byte> cell)
    {
        int first = cell.IndexOfAny("-/."u8);
        if (first is < 1 or > 5)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = cell[(first + 1)..];
        int second = rest.IndexOf(cell[first]);
        return second is >= 1 and <= 2
            && TryNumber(cell[..first], out int a)
            && TryNumber(rest[..second], out int b)
            && TryNumber(rest[(second + 1)..], out int c)
            && (first >= 4 ? IsMonthDay(b, c) : first <= 2 && rest.Length - second - 1 is 2 or 4 or 5
                && (IsMonthDay(a, b) || IsMonthDay(b, a)));
    }

    private static bool IsMonthDay(int month, int day) => month is >= 1 and <= 12 && day is >= 1 and <= 31;

    private static bool IsTime(ReadOnlySpan<byte> cell) =>
        cell.Length >= 4 && cell.Contains((byte)':') && cell.IndexOfAnyExcept(TimeCharacters) < 0;

    private static bool TryNumber(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        if (text.Length is 0 or > 5)
        {
            return false;
        }

        foreach (byte b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (b - '0');
        }

        return true;
    }
}
