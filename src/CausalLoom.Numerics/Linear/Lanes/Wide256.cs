using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FmaUnit = System.Runtime.Intrinsics.X86.Fma;

namespace CausalLoom.Numerics.Linear;

/// <summary>Sixteen float64 lanes in four AVX registers.</summary>
internal readonly unsafe struct Wide256(Vector256<double> first, Vector256<double> second, Vector256<double> third,
    Vector256<double> fourth) : IWide<Wide256>
{
    private readonly Vector256<double> _a = first;
    private readonly Vector256<double> _b = second;
    private readonly Vector256<double> _c = third;
    private readonly Vector256<double> _d = fourth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator +(Wide256 a, Wide256 b) => new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator -(Wide256 a, Wide256 b) => new(a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Load(double* source) =>
        new(Vector256.Load(source), Vector256.Load(source + 4), Vector256.Load(source + 8), Vector256.Load(source + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* target, Wide256 value)
    {
        value._a.Store(target);
        value._b.Store(target + 4);
        value._c.Store(target + 8);
        value._d.Store(target + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Fma(Wide256 a, Wide256 b, Wide256 c) => new(FmaUnit.MultiplyAdd(a._a, b._a, c._a),
        FmaUnit.MultiplyAdd(a._b, b._b, c._b), FmaUnit.MultiplyAdd(a._c, b._c, c._c), FmaUnit.MultiplyAdd(a._d, b._d, c._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SumOf(Wide256 a)
    {
        Vector256<double> four = (a._a + a._c) + (a._b + a._d);
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }
}
