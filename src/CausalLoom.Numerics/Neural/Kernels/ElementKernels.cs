using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Elementwise passes over float32 buffers; source and destination may be the same buffer.</summary>
internal static unsafe class ElementKernels
{
    /// <summary>A function of two values and two constants, as lanes.</summary>
    private interface ICombination
    {
        static abstract T Apply<T, TWide>(T x, T y, T factor, T offset)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>;
    }

    /// <summary>y (+)= factor·x.</summary>
    public static void Scale(float* x, float* y, int length, float factor, bool accumulate) =>
        Simd.Run(new CombinationKernel<ScaledLeft>(x, x, y, length, factor, 0, accumulate));

    /// <summary>y = factor·x + offset.</summary>
    public static void Affine(float* x, float* y, int length, float factor, float offset) =>
        Simd.Run(new CombinationKernel<AffineLeft>(x, x, y, length, factor, offset, false));

    /// <summary>z = x + factor·y.</summary>
    public static void AddScaled(float* x, float* y, float factor, float* z, int length) =>
        Simd.Run(new CombinationKernel<SumWithScaledRight>(x, y, z, length, factor, 0, false));

    /// <summary>z (+)= x ∘ y.</summary>
    public static void Multiply(float* x, float* y, float* z, int length, bool accumulate) =>
        Simd.Run(new CombinationKernel<Product>(x, y, z, length, 0, 0, accumulate));

    /// <summary>y = exp x.</summary>
    public static void Exp(float* x, float* y, int length) => ActivationKernels.Map<Maps.Exponential>(x, y, length);

    /// <summary>Σ (x − centre)², in float64.</summary>
    public static double SquaredDistance(float* x, int length, float centre)
    {
        double sum = 0;
        Simd.Run(new SquaredDistanceKernel(x, length, centre, &sum));
        return sum;
    }

    /// <summary>Copies (or adds) a block of a row-major matrix.</summary>
    public static void CopyBlock(float* source, int sourceStride, float* target, int targetStride, int rows, int columns, bool accumulate)
    {
        for (nint row = 0; row < rows; row++)
        {
            float* from = source + (row * sourceStride), to = target + (row * targetStride);
            if (accumulate)
            {
                Scale(from, to, columns, 1, true);
            }
            else
            {
                new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
            }
        }
    }

    private readonly struct ScaledLeft : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x, T y, T factor, T offset)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => x * factor;
    }

    private readonly struct AffineLeft : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x, T y, T factor, T offset)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Fma(x, factor, offset);
    }

    private readonly struct SumWithScaledRight : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x, T y, T factor, T offset)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Fma(y, factor, x);
    }

    private readonly struct Product : ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x, T y, T factor, T offset)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => x * y;
    }

    private readonly struct CombinationKernel<TCombination>(float* x, float* y, float* z, int length, float factor, float offset,
        bool accumulate) : IKernel
        where TCombination : struct, ICombination
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            float* left = x, right = y, to = z;
            T scale = T.Create(factor), shift = T.Create(offset);
            nint i = 0, end = length;
            bool add = accumulate;
            for (; i + 16 <= end; i += 16)
            {
                T value = TCombination.Apply<T, TWide>(T.Load(left + i), T.Load(right + i), scale, shift);
                T.Store(to + i, add ? T.Load(to + i) + value : value);
            }

            if (i < end)
            {
                T mask = T.MaskOf((int)(end - i));
                T value = TCombination.Apply<T, TWide>(T.LoadMasked(left + i, mask), T.LoadMasked(right + i, mask), scale, shift);
                T.StoreMasked(to + i, mask, add ? T.LoadMasked(to + i, mask) + value : value);
            }
        }
    }

    private readonly struct SquaredDistanceKernel(float* x, int length, float centre, double* sum) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            float* from = x;
            TWide middle = T.Widen(T.Create(centre)), total = default;
            nint i = 0, end = length;
            for (; i + 16 <= end; i += 16)
            {
                TWide difference = T.Widen(T.Load(from + i)) - middle;
                total = TWide.Fma(difference, difference, total);
            }

            if (i < end)
            {
                T mask = T.MaskOf((int)(end - i));
                TWide difference = T.Widen(T.Select(mask, T.LoadMasked(from + i, mask), T.Create(centre))) - middle;
                total = TWide.Fma(difference, difference, total);
            }

            *sum = TWide.SumOf(total);
        }
    }
}
