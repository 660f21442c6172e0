using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FmaUnit = System.Runtime.Intrinsics.X86.Fma;

namespace CausalLoom.Numerics.Linear;

/// <summary>Sixteen lanes in two AVX registers.</summary>
internal readonly unsafe struct Lanes256(Vector256<float> low, Vector256<float> high) : ILanes<Lanes256, Wide256>
{
    private static readonly uint[] Ramp = [~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private readonly Vector256<float> _l = low;
    private readonly Vector256<float> _h = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a._l + b._l, a._h + b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a, Lanes256 b) => new(a._l - b._l, a._h - b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 a, Lanes256 b) => new(a._l * b._l, a._h * b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 a, Lanes256 b) => new(a._l / b._l, a._h / b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Create(float value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Lanes256 value)
    {
        value._l.Store(target);
        value._h.Store(target + 8);
    }

    public static Lanes256 MaskOf(int count) =>
        new(Vector256.LoadUnsafe(ref Ramp[16 - count]).AsSingle(), Vector256.LoadUnsafe(ref Ramp[24 - count]).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadMasked(float* source, Lanes256 mask) =>
        new(Avx.MaskLoad(source, mask._l), Avx.MaskLoad(source + 8, mask._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(float* target, Lanes256 mask, Lanes256 value)
    {
        Avx.MaskStore(target, mask._l, value._l);
        Avx.MaskStore(target + 8, mask._h, value._h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Fma(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(FmaUnit.MultiplyAdd(a._l, b._l, c._l), FmaUnit.MultiplyAdd(a._h, b._h, c._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 a) => new(Avx.Sqrt(a._l), Avx.Sqrt(a._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 a, Lanes256 b) => new(Avx.Max(a._l, b._l), Avx.Max(a._h, b._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Min(Lanes256 a, Lanes256 b) => new(Avx.Min(a._l, b._l), Avx.Min(a._h, b._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 GreaterThan(Lanes256 a, Lanes256 b) => new(Vector256.GreaterThan(a._l, b._l), Vector256.GreaterThan(a._h, b._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Select(Lanes256 mask, Lanes256 a, Lanes256 b) =>
        new(Vector256.ConditionalSelect(mask._l, a._l, b._l), Vector256.ConditionalSelect(mask._h, a._h, b._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 And(Lanes256 a, uint bits) =>
        new((a._l.AsUInt32() & Vector256.Create(bits)).AsSingle(), (a._h.AsUInt32() & Vector256.Create(bits)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Or(Lanes256 a, uint bits) =>
        new((a._l.AsUInt32() | Vector256.Create(bits)).AsSingle(), (a._h.AsUInt32() | Vector256.Create(bits)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Xor(Lanes256 a, Lanes256 b) =>
        new((a._l.AsUInt32() ^ b._l.AsUInt32()).AsSingle(), (a._h.AsUInt32() ^ b._h.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddBits(Lanes256 a, uint bits) =>
        new((a._l.AsUInt32() + Vector256.Create(bits)).AsSingle(), (a._h.AsUInt32() + Vector256.Create(bits)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SubtractBits(Lanes256 a, Lanes256 b) =>
        new((a._l.AsUInt32() - b._l.AsUInt32()).AsSingle(), (a._h.AsUInt32() - b._h.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftLeft(Lanes256 a, int count) =>
        new((a._l.AsUInt32() << count).AsSingle(), (a._h.AsUInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftRightLogical(Lanes256 a, int count) =>
        new((a._l.AsUInt32() >>> count).AsSingle(), (a._h.AsUInt32() >>> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftRightArithmetic(Lanes256 a, int count) =>
        new((a._l.AsInt32() >> count).AsSingle(), (a._h.AsInt32() >> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 FromInt32(Lanes256 bits) =>
        new(Avx.ConvertToVector256Single(bits._l.AsInt32()), Avx.ConvertToVector256Single(bits._h.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Widen(Lanes256 a) => new(Avx.ConvertToVector256Double(a._l.GetLower()), Avx.ConvertToVector256Double(
        a._l.GetUpper()), Avx.ConvertToVector256Double(a._h.GetLower()), Avx.ConvertToVector256Double(a._h.GetUpper()));

    public static float MaxOf(Lanes256 a)
    {
        Vector256<float> half = Avx.Max(a._l, a._h);
        Vector128<float> quarter = Sse.Max(half.GetLower(), half.GetUpper());
        quarter = Sse.Max(quarter, Sse.Shuffle(quarter, quarter, 0b01001110));
        return Sse.Max(quarter, Sse.Shuffle(quarter, quarter, 0b10110001)).ToScalar();
    }
}
