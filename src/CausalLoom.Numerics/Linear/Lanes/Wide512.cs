using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CausalLoom.Numerics.Linear;

/// <summary>Sixteen float64 lanes in two AVX-512 registers.</summary>
internal readonly unsafe struct Wide512(Vector512<double> low, Vector512<double> high) : IWide<Wide512>
{
    private readonly Vector512<double> _low = low;
    private readonly Vector512<double> _high = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator +(Wide512 a, Wide512 b) => new(a._low + b._low, a._high + b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator -(Wide512 a, Wide512 b) => new(a._low - b._low, a._high - b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Load(double* source) => new(Vector512.Load(source), Vector512.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* target, Wide512 value)
    {
        value._low.Store(target);
        value._high.Store(target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Fma(Wide512 a, Wide512 b, Wide512 c) =>
        new(Avx512F.FusedMultiplyAdd(a._low, b._low, c._low), Avx512F.FusedMultiplyAdd(a._high, b._high, c._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SumOf(Wide512 a)
    {
        Vector512<double> eight = a._low + a._high;
        Vector256<double> four = eight.GetLower() + eight.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }
}
