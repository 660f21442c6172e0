using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CausalLoom.Numerics.Linear;

/// <summary>Four columns in a 128-bit register, in the portable operations of the runtime.</summary>
internal readonly unsafe struct Register128(Vector128<float> value) : IRegister<Register128>
{
    private readonly Vector128<float> _v = value;

    public static int Width => 4;

    public static int TallestTile => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Register128 value) => value._v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Broadcast(float* source) => new(Vector128.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 MaskOf(int count) => new(Mask(count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 LoadMasked(float* source, Register128 mask) => new(LoadMasked(source, mask._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(float* target, Register128 mask, Register128 value) => StoreMasked(target, mask._v, value._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Fma(Register128 a, Register128 b, Register128 c) => new(Vector128.FusedMultiplyAdd(a._v, b._v, c._v));

    public static void Prefetch(float* source, nint stride, int rows)
    {
        // There is no portable prefetch.
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint stride, int rows, int depth, float* target, nint targetStride)
    {
        for (int p = 0; p < depth; p++, target += targetStride)
        {
            for (int row = 0; row < 4; row++)
            {
                target[row] = row < rows ? source[(row * stride) + p] : 0;
            }
        }
    }

    /// <summary>All bits set in the first lanes; none for a count below 1, all for one above 3.</summary>
    internal static Vector128<float> Mask(int count) =>
        Vector128.LessThan(Vector128.Create(0, 1, 2, 3), Vector128.Create(count)).AsSingle();

    /// <summary>Zero outside a mask of first lanes, where memory is not read.</summary>
    internal static Vector128<float> LoadMasked(float* source, Vector128<float> mask)
    {
        uint set = Vector128.ExtractMostSignificantBits(mask);
        return set == 15 ? Vector128.Load(source) : set == 0 ? Vector128<float>.Zero
            : Vector128.Create(source[0], set > 1 ? source[1] : 0, set > 3 ? source[2] : 0, 0);
    }

    /// <summary>Leaves memory outside a mask of first lanes alone.</summary>
    internal static void StoreMasked(float* target, Vector128<float> mask, Vector128<float> value)
    {
        uint set = Vector128.ExtractMostSignificantBits(mask);
        if (set == 15)
        {
            value.Store(target);
            return;
        }

        for (int lane = 0; set != 0; lane++, set >>= 1)
        {
            target[lane] = value.GetElement(lane);
        }
    }
}
