using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CausalLoom.Numerics.Linear;

/// <summary>Sixteen float64 lanes in eight 128-bit registers.</summary>
internal readonly unsafe struct Wide128(Pair first, Pair second, Pair third, Pair fourth) : IWide<Wide128>
{
    private readonly Pair _a = first;
    private readonly Pair _b = second;
    private readonly Pair _c = third;
    private readonly Pair _d = fourth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator +(Wide128 a, Wide128 b) => new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator -(Wide128 a, Wide128 b) => new(a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Load(double* source) =>
        new(Pair.Load(source), Pair.Load(source + 4), Pair.Load(source + 8), Pair.Load(source + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* target, Wide128 value)
    {
        value._a.Store(target);
        value._b.Store(target + 4);
        value._c.Store(target + 8);
        value._d.Store(target + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Fma(Wide128 a, Wide128 b, Wide128 c) =>
        new(Pair.Fma(a._a, b._a, c._a), Pair.Fma(a._b, b._b, c._b), Pair.Fma(a._c, b._c, c._c), Pair.Fma(a._d, b._d, c._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SumOf(Wide128 a)
    {
        Vector128<double> two = ((a._a + a._c) + (a._b + a._d)).Halved();
        return two.ToScalar() + two.GetElement(1);
    }
}
