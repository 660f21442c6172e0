using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CausalLoom.Numerics.Linear;

/// <summary>Sixteen lanes in four 128-bit registers, in the portable operations of the runtime: ARM64, or x86 without AVX2.</summary>
internal readonly unsafe struct Lanes128(Vector128<float> first, Vector128<float> second, Vector128<float> third, Vector128<float> fourth)
    : ILanes<Lanes128, Wide128>
{
    private readonly Vector128<float> _a = first;
    private readonly Vector128<float> _b = second;
    private readonly Vector128<float> _c = third;
    private readonly Vector128<float> _d = fourth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 a, Lanes128 b) => new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 a, Lanes128 b) => new(a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 a, Lanes128 b) => new(a._a * b._a, a._b * b._b, a._c * b._c, a._d * b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(Lanes128 a, Lanes128 b) => new(a._a / b._a, a._b / b._b, a._c / b._c, a._d / b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Create(float value) =>
        new(Vector128.Create(value), Vector128.Create(value), Vector128.Create(value), Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(float* source) =>
        new(Vector128.Load(source), Vector128.Load(source + 4), Vector128.Load(source + 8), Vector128.Load(source + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Lanes128 value)
    {
        value._a.Store(target);
        value._b.Store(target + 4);
        value._c.Store(target + 8);
        value._d.Store(target + 12);
    }

    public static Lanes128 MaskOf(int count) =>
        new(Register128.Mask(count), Register128.Mask(count - 4), Register128.Mask(count - 8), Register128.Mask(count - 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 LoadMasked(float* source, Lanes128 mask) => new(Register128.LoadMasked(source, mask._a), Register128.LoadMasked(
        source + 4, mask._b), Register128.LoadMasked(source + 8, mask._c), Register128.LoadMasked(source + 12, mask._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(float* target, Lanes128 mask, Lanes128 value)
    {
        Register128.StoreMasked(target, mask._a, value._a);
        Register128.StoreMasked(target + 4, mask._b, value._b);
        Register128.StoreMasked(target + 8, mask._c, value._c);
        Register128.StoreMasked(target + 12, mask._d, value._d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Fma(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(Vector128.FusedMultiplyAdd(a._a, b._a, c._a), Vector128.FusedMultiplyAdd(a._b, b._b, c._b),
        Vector128.FusedMultiplyAdd(a._c, b._c, c._c), Vector128.FusedMultiplyAdd(a._d, b._d, c._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Sqrt(Lanes128 a) => new(Vector128.Sqrt(a._a), Vector128.Sqrt(a._b), Vector128.Sqrt(a._c), Vector128.Sqrt(a._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Max(Lanes128 a, Lanes128 b) =>
        new(Larger(a._a, b._a), Larger(a._b, b._b), Larger(a._c, b._c), Larger(a._d, b._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Min(Lanes128 a, Lanes128 b) => new(Vector128.ConditionalSelect(Vector128.LessThan(a._a, b._a), a._a, b._a),
        Vector128.ConditionalSelect(Vector128.LessThan(a._b, b._b), a._b, b._b), Vector128.ConditionalSelect(Vector128.LessThan(a._c, b._c),
        a._c, b._c), Vector128.ConditionalSelect(Vector128.LessThan(a._d, b._d), a._d, b._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 GreaterThan(Lanes128 a, Lanes128 b) => new(Vector128.GreaterThan(a._a, b._a), Vector128.GreaterThan(a._b, b._b),
        Vector128.GreaterThan(a._c, b._c), Vector128.GreaterThan(a._d, b._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Select(Lanes128 mask, Lanes128 a, Lanes128 b) =>
        new(Vector128.ConditionalSelect(mask._a, a._a, b._a), Vector128.ConditionalSelect(mask._b, a._b, b._b),
        Vector128.ConditionalSelect(mask._c, a._c, b._c), Vector128.ConditionalSelect(mask._d, a._d, b._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 And(Lanes128 a, uint bits) =>
        new((a._a.AsUInt32() & Vector128.Create(bits)).AsSingle(), (a._b.AsUInt32() & Vector128.Create(bits)).AsSingle(),
        (a._c.AsUInt32() & Vector128.Create(bits)).AsSingle(), (a._d.AsUInt32() & Vector128.Create(bits)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Or(Lanes128 a, uint bits) =>
        new((a._a.AsUInt32() | Vector128.Create(bits)).AsSingle(), (a._b.AsUInt32() | Vector128.Create(bits)).AsSingle(),
        (a._c.AsUInt32() | Vector128.Create(bits)).AsSingle(), (a._d.AsUInt32() | Vector128.Create(bits)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Xor(Lanes128 a, Lanes128 b) =>
        new((a._a.AsUInt32() ^ b._a.AsUInt32()).AsSingle(), (a._b.AsUInt32() ^ b._b.AsUInt32()).AsSingle(),
        (a._c.AsUInt32() ^ b._c.AsUInt32()).AsSingle(), (a._d.AsUInt32() ^ b._d.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AddBits(Lanes128 a, uint bits) =>
        new((a._a.AsUInt32() + Vector128.Create(bits)).AsSingle(), (a._b.AsUInt32() + Vector128.Create(bits)).AsSingle(),
        (a._c.AsUInt32() + Vector128.Create(bits)).AsSingle(), (a._d.AsUInt32() + Vector128.Create(bits)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 SubtractBits(Lanes128 a, Lanes128 b) => new((a._a.AsUInt32() - b._a.AsUInt32()).AsSingle(), (a._b.AsUInt32()
        - b._b.AsUInt32()).AsSingle(), (a._c.AsUInt32() - b._c.AsUInt32()).AsSingle(), (a._d.AsUInt32() - b._d.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftLeft(Lanes128 a, int count) => new((a._a.AsUInt32() << count).AsSingle(),
        (a._b.AsUInt32() << count).AsSingle(), (a._c.AsUInt32() << count).AsSingle(), (a._d.AsUInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftRightLogical(Lanes128 a, int count) => new((a._a.AsUInt32() >>> count).AsSingle(),
        (a._b.AsUInt32() >>> count).AsSingle(), (a._c.AsUInt32() >>> count).AsSingle(), (a._d.AsUInt32() >>> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftRightArithmetic(Lanes128 a, int count) => new((a._a.AsInt32() >> count).AsSingle(),
        (a._b.AsInt32() >> count).AsSingle(), (a._c.AsInt32() >> count).AsSingle(), (a._d.AsInt32() >> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 FromInt32(Lanes128 bits) => new(Vector128.ConvertToSingle(bits._a.AsInt32()), Vector128.ConvertToSingle(
        bits._b.AsInt32()), Vector128.ConvertToSingle(bits._c.AsInt32()), Vector128.ConvertToSingle(bits._d.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Widen(Lanes128 a) => new(Pair.Of(a._a), Pair.Of(a._b), Pair.Of(a._c), Pair.Of(a._d));

    public static float MaxOf(Lanes128 a)
    {
        Vector128<float> four = Larger(Larger(a._a, a._c), Larger(a._b, a._d));
        four = Larger(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Larger(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Larger(Vector128<float> a, Vector128<float> b) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);
}
