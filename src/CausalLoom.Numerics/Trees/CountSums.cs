using System.Runtime.Intrinsics;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Rows, draws and draws of class 1 in one word of three fields of 21 bits: sums of three whole numbers for the price of one. They are
/// exact
/// in any order, so a forest of 0/1 targets may add and subtract them as it likes and still grows the tree that
/// <see cref="TreeGrower.GrowDeep"/> grows from gradients, to the last bit.
/// </summary>
internal static class CountSums
{
    /// <summary>As many draws fit in a field.</summary>
    internal const int MostDraws = (1 << Width) - 1;

    private const int Width = 21;
    private const ulong Mask = MostDraws;

    // A whole number below 2^52 put under this exponent reads as 2^52 plus itself.
    private const ulong Exponent = 0x4330_0000_0000_0000;
    private const double Offset = 1L << 52;

    /// <summary>A row that was drawn some times.</summary>
    internal static ulong Of(int draws, bool one) => (1UL << (2 * Width)) | ((ulong)draws << Width) | (one ? (ulong)draws : 0);

    internal static int Rows(ulong sums) => (int)(sums >> (2 * Width));

    internal static int Draws(ulong sums) => (int)((sums >> Width) & Mask);

    internal static int Ones(ulong sums) => (int)(sums & Mask);

    /// <summary>Whether all rows are of one class.</summary>
    internal static bool IsPure(ulong sums) => Ones(sums) is var ones && (ones == 0 || ones == Draws(sums));

    internal static Vector512<double> Rows(Vector512<ulong> sums) => Read(sums >>> (2 * Width));

    internal static Vector512<double> Draws(Vector512<ulong> sums) => Read((sums >>> Width) & Vector512.Create(Mask));

    internal static Vector512<double> Ones(Vector512<ulong> sums) => Read(sums & Vector512.Create(Mask));

    private static Vector512<double> Read(Vector512<ulong> whole) =>
        (whole | Vector512.Create(Exponent)).AsDouble() - Vector512.Create(Offset);
}
