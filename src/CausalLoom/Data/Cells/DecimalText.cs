using System.Buffers.Binary;
using System.Numerics;

namespace CausalLoom.Data.Cells;

/// <summary>
/// From decimal digits to the nearest double, ties to even: exactly by one operation where digits are few, else by the product with a power
/// of five of 128 bits (Lemire, "Number parsing at a gigabyte per second", 2021). What these cannot decide is left to the runtime.
/// </summary>
internal static class DecimalText
{
    private const int LeastPower = -342, MostPower = 308;
    private const ulong ExactMantissa = 1UL << 53;

    private static readonly double[] Tens =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    private static readonly (ulong High, ulong Low)[] Fives = Powers();

    /// <summary>Reads eight digits at once; false where a byte is none.</summary>
    public static bool TryEight(ReadOnlySpan<byte> text, out uint digits)
    {
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(text);
        digits = 0;
        if ((((bytes + 0x4646464646464646) | (bytes - 0x3030303030303030)) & 0x8080808080808080) != 0)
        {
            return false;
        }

        // Pairs, then fours, then all eight.
        bytes -= 0x3030303030303030;
        bytes = (bytes * 10) + (bytes >> 8);
        ulong odd = (bytes & 0x000000FF000000FF) * 0x000F424000000064, even = ((bytes >> 16) & 0x000000FF000000FF) * 0x0000271000000001;
        digits = (uint)((odd + even) >> 32);
        return true;
    }

    /// <summary>The double nearest to mantissa · 10^power; false where this way cannot tell.</summary>
    public static bool TryNumber(ulong mantissa, int power, out double number)
    {
        number = 0;
        if (mantissa == 0)
        {
            return true;
        }

        if (mantissa <= ExactMantissa && power is >= -22 and <= 22)
        {
            number = power < 0 ? mantissa / Tens[-power] : mantissa * Tens[power];
            return true;
        }

        return power is >= LeastPower and <= MostPower && TryProduct(mantissa, power, out number);
    }

    private static bool TryProduct(ulong mantissa, int power, out double number)
    {
        number = 0;
        int zeros = BitOperations.LeadingZeroCount(mantissa);
        ulong w = mantissa << zeros;
        (ulong fiveHigh, ulong fiveLow) = Fives[power - LeastPower];
        ulong high = Math.BigMul(w, fiveHigh, out ulong low);
        if ((high & 0x1FF) == 0x1FF)
        {
            ulong more = Math.BigMul(w, fiveLow, out _);
            low += more;
            high += low < more ? 1UL : 0;
        }

        if (low == ulong.MaxValue && power is < -27 or > 55)
        {
            return false;
        }

        int upper = (int)(high >> 63);
        ulong bits = high >> (upper + 9);
        int exponent = (((152170 + 65536) * power) >> 16) + 63 + upper - zeros + 1023;

        // Subnormal numbers and what is too large are rare.
        if (exponent <= 0)
        {
            return false;
        }

        // A product that is exact and half way goes to even.
        if (low <= 1 && power is >= -4 and <= 23 && (bits & 3) == 1 && bits << (upper + 9) == high)
        {
            bits &= ~1UL;
        }

        bits = (bits + (bits & 1)) >> 1;
        if (bits >= 1UL << 53)
        {
            bits = 1UL << 52;
            exponent++;
        }

        if (exponent >= 0x7FF)
        {
            return false;
        }

        number = BitConverter.UInt64BitsToDouble((bits & ~(1UL << 52)) | ((ulong)exponent << 52));
        return true;
    }

    // The first 128 bits of 5^q, rounded down, and of 5^−q up to the last bit.
    private static (ulong High, ulong Low)[] Powers()
    {
        (ulong, ulong)[] powers = new (ulong, ulong)[MostPower - LeastPower + 1];
        for (int q = LeastPower; q <= MostPower; q++)
        {
            BigInteger five = BigInteger.Pow(5, Math.Abs(q)), value;
            if (q >= 0)
            {
                int bits = (int)five.GetBitLength();
                value = bits <= 128 ? five << (128 - bits) : five >> (bits - 128);
            }
            else
            {
                // 2^b / 5^|q| + 1 with so many bits that 128 are left.
                int bits = (int)five.GetBitLength();
                value = (BigInteger.One << (bits + 127)) / five;
                value = value.GetBitLength() > 128 ? (value >> 1) + 1 : value + 1;
            }

            powers[q - LeastPower] = ((ulong)(value >> 64), (ulong)(value & ulong.MaxValue));
        }

        return powers;
    }
}
