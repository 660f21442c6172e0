using System.Buffers.Binary;
using System.Numerics;

namespace CausalLoom.Data.Formats;

/// <summary>
/// The 8-byte hexadecimal floats of IBM System/370 that XPT files hold: a sign, an exponent of 16 from 64, and 56 bits of fraction.
/// Every double in their range has one that is equal; the way back rounds to 53 bits.
/// </summary>
internal static class IbmFloat
{
    private const int Bias = 64;
    private const int FractionBits = 56;
    private const long LargestExponent = 127;

    /// <summary>Gets the largest double that has an equal.</summary>
    public static double Largest { get; } = Math.ScaleB(1 - Math.ScaleB(1, -53), 4 * (int)(LargestExponent - Bias));

    /// <summary>Gets the smallest positive one whose fraction has all its digits.</summary>
    public static double Smallest { get; } = Math.ScaleB(1, 4 * (-Bias - 1));

    /// <summary>Writes a number; false where it lies outside the range.</summary>
    public static bool TryWrite(Span<byte> target, double value)
    {
        if (value == 0)
        {
            target[..8].Clear();
            return true;
        }

        double size = Math.Abs(value);
        if (!(size >= Smallest && size <= Largest))
        {
            return false;
        }

        // value = fraction · 16^exponent with 1/16 ≤ fraction < 1.
        int binary = Math.ILogB(size) + 1;
        int exponent = (binary + 3) >> 2;
        ulong fraction = (ulong)Math.ScaleB(size, FractionBits - (4 * exponent));
        ulong bits = fraction | ((ulong)(exponent + Bias) << FractionBits) | (value < 0 ? 1UL << 63 : 0);
        BinaryPrimitives.WriteUInt64BigEndian(target, bits);
        return true;
    }

    /// <summary>Reads a number of up to 8 bytes: shorter ones are those with their last bytes cut.</summary>
    public static double Read(ReadOnlySpan<byte> source)
    {
        Span<byte> whole = stackalloc byte[8];
        whole.Clear();
        source[..Math.Min(8, source.Length)].CopyTo(whole);
        ulong bits = BinaryPrimitives.ReadUInt64BigEndian(whole);
        ulong fraction = bits & ((1UL << FractionBits) - 1);
        if (fraction == 0)
        {
            return 0;
        }

        // To 53 bits first, to the nearest and of two to the even one, so that the scaling is exact.
        int surplus = Math.Max(0, 64 - BitOperations.LeadingZeroCount(fraction) - 53);
        if (surplus > 0)
        {
            ulong rest = fraction & ((1UL << surplus) - 1), half = 1UL << (surplus - 1);
            fraction >>= surplus;
            fraction += rest > half || (rest == half && (fraction & 1) == 1) ? 1UL : 0;
        }

        int exponent = (int)((bits >> FractionBits) & LargestExponent) - Bias;
        double size = Math.ScaleB(fraction, surplus + (4 * exponent) - FractionBits);
        return bits >> 63 == 1 ? -size : size;
    }

    /// <summary>The letter of a missing value (`.`, `_`, `A` … `Z`), or '\0' where the bytes are a number.</summary>
    public static char Missing(ReadOnlySpan<byte> source) =>
        source[0] is (byte)'.' or (byte)'_' or (>= (byte)'A' and <= (byte)'Z') && source[1..].IndexOfAnyExcept((byte)0) < 0
            ? (char)source[0] : '\0';
}
