using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FmaUnit = System.Runtime.Intrinsics.X86.Fma;

namespace CausalLoom.Numerics.Linear;

/// <summary>Eight columns in an AVX register.</summary>
internal readonly unsafe struct Register256(Vector256<float> value) : IRegister<Register256>
{
    private static readonly uint[] Ramp = [~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0, 0, 0, 0, 0, 0, 0, 0];
    private readonly Vector256<float> _v = value;

    public static int Width => 8;

    public static int TallestTile => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Register256 value) => value._v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Broadcast(float* source) => new(Vector256.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 MaskOf(int count) => new(Vector256.LoadUnsafe(ref Ramp[8 - count]).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 LoadMasked(float* source, Register256 mask) => new(Avx.MaskLoad(source, mask._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(float* target, Register256 mask, Register256 value) => Avx.MaskStore(target, mask._v, value._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Fma(Register256 a, Register256 b, Register256 c) => new(FmaUnit.MultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* source, nint stride, int rows)
    {
        for (; rows > 0; rows--, source += stride)
        {
            Sse.Prefetch0(source);
            Sse.Prefetch0(source + 15);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint stride, int rows, int depth, float* target, nint targetStride)
    {
        Vector256<float> mask = Vector256.LoadUnsafe(ref Ramp[8 - depth]).AsSingle(), none = Vector256<float>.Zero;
        Vector256<float> r0 = rows > 0 ? Avx.MaskLoad(source + (0 * stride), mask) : none;
        Vector256<float> r1 = rows > 1 ? Avx.MaskLoad(source + (1 * stride), mask) : none;
        Vector256<float> r2 = rows > 2 ? Avx.MaskLoad(source + (2 * stride), mask) : none;
        Vector256<float> r3 = rows > 3 ? Avx.MaskLoad(source + (3 * stride), mask) : none;
        Vector256<float> r4 = rows > 4 ? Avx.MaskLoad(source + (4 * stride), mask) : none;
        Vector256<float> r5 = rows > 5 ? Avx.MaskLoad(source + (5 * stride), mask) : none;
        Vector256<float> r6 = rows > 6 ? Avx.MaskLoad(source + (6 * stride), mask) : none;
        Vector256<float> r7 = rows > 7 ? Avx.MaskLoad(source + (7 * stride), mask) : none;
        Quarters(r0, r1, r2, r3, out r0, out r1, out r2, out r3);
        Quarters(r4, r5, r6, r7, out r4, out r5, out r6, out r7);
        Avx.Permute2x128(r0, r4, 0x20).Store(target + (0 * targetStride));
        if (depth > 1) { Avx.Permute2x128(r1, r5, 0x20).Store(target + (1 * targetStride)); }
        if (depth > 2) { Avx.Permute2x128(r2, r6, 0x20).Store(target + (2 * targetStride)); }
        if (depth > 3) { Avx.Permute2x128(r3, r7, 0x20).Store(target + (3 * targetStride)); }
        if (depth > 4) { Avx.Permute2x128(r0, r4, 0x31).Store(target + (4 * targetStride)); }
        if (depth > 5) { Avx.Permute2x128(r1, r5, 0x31).Store(target + (5 * targetStride)); }
        if (depth > 6) { Avx.Permute2x128(r2, r6, 0x31).Store(target + (6 * targetStride)); }
        if (depth > 7) { Avx.Permute2x128(r3, r7, 0x31).Store(target + (7 * targetStride)); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, out Vector256<float> w,
        out Vector256<float> x, out Vector256<float> y, out Vector256<float> z)
    {
        Vector256<double> ab = Avx.UnpackLow(a, b).AsDouble(), cd = Avx.UnpackLow(c, d).AsDouble();
        Vector256<double> upperAb = Avx.UnpackHigh(a, b).AsDouble(), upperCd = Avx.UnpackHigh(c, d).AsDouble();
        w = Avx.UnpackLow(ab, cd).AsSingle();
        x = Avx.UnpackHigh(ab, cd).AsSingle();
        y = Avx.UnpackLow(upperAb, upperCd).AsSingle();
        z = Avx.UnpackHigh(upperAb, upperCd).AsSingle();
    }
}
