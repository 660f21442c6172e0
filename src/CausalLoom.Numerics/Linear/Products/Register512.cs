using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CausalLoom.Numerics.Linear;

/// <summary>Sixteen columns in an AVX-512 register.</summary>
internal readonly unsafe struct Register512(Vector512<float> value) : IRegister<Register512>
{
    private static readonly uint[] Ramp = [~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private readonly Vector512<float> _v = value;

    public static int Width => 16;

    public static int TallestTile => 12;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Register512 value) => value._v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Broadcast(float* source) => new(Vector512.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 MaskOf(int count) => new(Vector512.LoadUnsafe(ref Ramp[16 - count]).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 LoadMasked(float* source, Register512 mask) => new(Avx512F.MaskLoad(source, mask._v, Vector512<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(float* target, Register512 mask, Register512 value) => Avx512F.MaskStore(target, mask._v, value._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Fma(Register512 a, Register512 b, Register512 c) => new(Avx512F.FusedMultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* source, nint stride, int rows)
    {
        for (; rows > 0; rows--, source += stride)
        {
            Sse.Prefetch0(source);
            Sse.Prefetch0(source + 16);
            Sse.Prefetch0(source + 31);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint stride, int rows, int depth, float* target, nint targetStride)
    {
        Vector512<float> r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15;
        if (rows == 16 && depth == 16)
        {
            r0 = Vector512.Load(source + (0 * stride));
            r1 = Vector512.Load(source + (1 * stride));
            r2 = Vector512.Load(source + (2 * stride));
            r3 = Vector512.Load(source + (3 * stride));
            r4 = Vector512.Load(source + (4 * stride));
            r5 = Vector512.Load(source + (5 * stride));
            r6 = Vector512.Load(source + (6 * stride));
            r7 = Vector512.Load(source + (7 * stride));
            r8 = Vector512.Load(source + (8 * stride));
            r9 = Vector512.Load(source + (9 * stride));
            r10 = Vector512.Load(source + (10 * stride));
            r11 = Vector512.Load(source + (11 * stride));
            r12 = Vector512.Load(source + (12 * stride));
            r13 = Vector512.Load(source + (13 * stride));
            r14 = Vector512.Load(source + (14 * stride));
            r15 = Vector512.Load(source + (15 * stride));
        }
        else
        {
            Vector512<float> mask = Vector512.LoadUnsafe(ref Ramp[16 - depth]).AsSingle(), none = Vector512<float>.Zero;
            r0 = Avx512F.MaskLoad(source + (0 * stride), mask, none);
            r1 = rows > 1 ? Avx512F.MaskLoad(source + (1 * stride), mask, none) : none;
            r2 = rows > 2 ? Avx512F.MaskLoad(source + (2 * stride), mask, none) : none;
            r3 = rows > 3 ? Avx512F.MaskLoad(source + (3 * stride), mask, none) : none;
            r4 = rows > 4 ? Avx512F.MaskLoad(source + (4 * stride), mask, none) : none;
            r5 = rows > 5 ? Avx512F.MaskLoad(source + (5 * stride), mask, none) : none;
            r6 = rows > 6 ? Avx512F.MaskLoad(source + (6 * stride), mask, none) : none;
            r7 = rows > 7 ? Avx512F.MaskLoad(source + (7 * stride), mask, none) : none;
            r8 = rows > 8 ? Avx512F.MaskLoad(source + (8 * stride), mask, none) : none;
            r9 = rows > 9 ? Avx512F.MaskLoad(source + (9 * stride), mask, none) : none;
            r10 = rows > 10 ? Avx512F.MaskLoad(source + (10 * stride), mask, none) : none;
            r11 = rows > 11 ? Avx512F.MaskLoad(source + (11 * stride), mask, none) : none;
            r12 = rows > 12 ? Avx512F.MaskLoad(source + (12 * stride), mask, none) : none;
            r13 = rows > 13 ? Avx512F.MaskLoad(source + (13 * stride), mask, none) : none;
            r14 = rows > 14 ? Avx512F.MaskLoad(source + (14 * stride), mask, none) : none;
            r15 = rows > 15 ? Avx512F.MaskLoad(source + (15 * stride), mask, none) : none;
        }

        // Transposes of 4 × 4 blocks within each 128-bit lane, four rows at a time.
        Quarters(r0, r1, r2, r3, out r0, out r1, out r2, out r3);
        Quarters(r4, r5, r6, r7, out r4, out r5, out r6, out r7);
        Quarters(r8, r9, r10, r11, out r8, out r9, out r10, out r11);
        Quarters(r12, r13, r14, r15, out r12, out r13, out r14, out r15);

        // After this, register 4q + i holds depth i of lane-blocks; whole 128-bit lanes change places.
        Lanes(r0, r4, r8, r12, out r0, out r4, out r8, out r12);
        Lanes(r1, r5, r9, r13, out r1, out r5, out r9, out r13);
        Lanes(r2, r6, r10, r14, out r2, out r6, out r10, out r14);
        Lanes(r3, r7, r11, r15, out r3, out r7, out r11, out r15);
        if (depth == 16)
        {
            r0.Store(target + (0 * targetStride));
            r1.Store(target + (1 * targetStride));
            r2.Store(target + (2 * targetStride));
            r3.Store(target + (3 * targetStride));
            r4.Store(target + (4 * targetStride));
            r5.Store(target + (5 * targetStride));
            r6.Store(target + (6 * targetStride));
            r7.Store(target + (7 * targetStride));
            r8.Store(target + (8 * targetStride));
            r9.Store(target + (9 * targetStride));
            r10.Store(target + (10 * targetStride));
            r11.Store(target + (11 * targetStride));
            r12.Store(target + (12 * targetStride));
            r13.Store(target + (13 * targetStride));
            r14.Store(target + (14 * targetStride));
            r15.Store(target + (15 * targetStride));
            return;
        }

        if (depth > 0) { r0.Store(target + (0 * targetStride)); }
        if (depth > 1) { r1.Store(target + (1 * targetStride)); }
        if (depth > 2) { r2.Store(target + (2 * targetStride)); }
        if (depth > 3) { r3.Store(target + (3 * targetStride)); }
        if (depth > 4) { r4.Store(target + (4 * targetStride)); }
        if (depth > 5) { r5.Store(target + (5 * targetStride)); }
        if (depth > 6) { r6.Store(target + (6 * targetStride)); }
        if (depth > 7) { r7.Store(target + (7 * targetStride)); }
        if (depth > 8) { r8.Store(target + (8 * targetStride)); }
        if (depth > 9) { r9.Store(target + (9 * targetStride)); }
        if (depth > 10) { r10.Store(target + (10 * targetStride)); }
        if (depth > 11) { r11.Store(target + (11 * targetStride)); }
        if (depth > 12) { r12.Store(target + (12 * targetStride)); }
        if (depth > 13) { r13.Store(target + (13 * targetStride)); }
        if (depth > 14) { r14.Store(target + (14 * targetStride)); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, out Vector512<float> w,
        out Vector512<float> x, out Vector512<float> y, out Vector512<float> z)
    {
        Vector512<double> ab = Avx512F.UnpackLow(a, b).AsDouble(), cd = Avx512F.UnpackLow(c, d).AsDouble();
        Vector512<double> upperAb = Avx512F.UnpackHigh(a, b).AsDouble(), upperCd = Avx512F.UnpackHigh(c, d).AsDouble();
        w = Avx512F.UnpackLow(ab, cd).AsSingle();
        x = Avx512F.UnpackHigh(ab, cd).AsSingle();
        y = Avx512F.UnpackLow(upperAb, upperCd).AsSingle();
        z = Avx512F.UnpackHigh(upperAb, upperCd).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, out Vector512<float> w,
        out Vector512<float> x, out Vector512<float> y, out Vector512<float> z)
    {
        Vector512<float> ab = Avx512F.Shuffle4x128(a, b, 0x44), cd = Avx512F.Shuffle4x128(c, d, 0x44);
        Vector512<float> upperAb = Avx512F.Shuffle4x128(a, b, 0xee), upperCd = Avx512F.Shuffle4x128(c, d, 0xee);
        w = Avx512F.Shuffle4x128(ab, cd, 0x88);
        x = Avx512F.Shuffle4x128(ab, cd, 0xdd);
        y = Avx512F.Shuffle4x128(upperAb, upperCd, 0x88);
        z = Avx512F.Shuffle4x128(upperAb, upperCd, 0xdd);
    }
}
