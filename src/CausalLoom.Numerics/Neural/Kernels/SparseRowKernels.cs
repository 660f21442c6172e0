using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>
/// Products of sparse rows with a dense weight: what a one-hot block costs when only its ones are touched. A row is
/// <c>each</c> pairs of an index (a row of the weight; negative = none) and a factor.
/// </summary>
internal static unsafe class SparseRowKernels
{
    /// <summary>z[row] += Σ factor·W[index], pairs in order.</summary>
    /// <param name="indices">[rows × each].</param>
    /// <param name="factors">[rows × each], or null for ones.</param>
    /// <param name="rows">Rows of z.</param>
    /// <param name="each">Pairs of a row.</param>
    /// <param name="weight">W [any × width].</param>
    /// <param name="z">[rows × width].</param>
    /// <param name="width">Columns of z and W.</param>
    public static void Add(int* indices, float* factors, int rows, int each, float* weight, float* z, int width) =>
        Simd.Run(new AddKernel(indices, factors, rows, each, weight, z, width));

    /// <summary>G[index] += factor·δ[row]: row after row, so that every sum has one order.</summary>
    public static void Scatter(int* indices, float* factors, int rows, int each, float* delta, float* gradient, int width) =>
        Simd.Run(new ScatterKernel(indices, factors, rows, each, delta, gradient, width));

    private readonly struct AddKernel(int* indices, float* factors, int rows, int each, float* weight, float* z, int width) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (nint row = 0; row < rows; row++)
            {
                int* index = indices + (row * each);
                float* factor = factors == null ? null : factors + (row * each);
                float* target = z + (row * width);
                nint j = 0;
                for (; j + 64 <= width; j += 64)
                {
                    Wide<T, TWide>(index, factor, weight + j, target + j);
                }

                for (; j < width; j += 16)
                {
                    Narrow<T, TWide>(index, factor, weight + j, target + j, T.MaskOf((int)Math.Min(16, width - j)));
                }
            }
        }

        // Four registers wide, so that the sums stay in registers over all pairs.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Wide<T, TWide>(int* index, float* factor, float* from, float* target)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T a = T.Load(target), b = T.Load(target + 16), c = T.Load(target + 32), d = T.Load(target + 48);
            for (int k = 0; k < each; k++)
            {
                if (index[k] < 0)
                {
                    continue;
                }

                float* w = from + ((nint)index[k] * width);
                T f = T.Create(factor == null ? 1 : factor[k]);
                a = T.Fma(T.Load(w), f, a);
                b = T.Fma(T.Load(w + 16), f, b);
                c = T.Fma(T.Load(w + 32), f, c);
                d = T.Fma(T.Load(w + 48), f, d);
            }

            T.Store(target, a);
            T.Store(target + 16, b);
            T.Store(target + 32, c);
            T.Store(target + 48, d);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Narrow<T, TWide>(int* index, float* factor, float* from, float* target, T mask)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T a = T.LoadMasked(target, mask);
            for (int k = 0; k < each; k++)
            {
                if (index[k] >= 0)
                {
                    a = T.Fma(T.LoadMasked(from + ((nint)index[k] * width), mask), T.Create(factor == null ? 1 : factor[k]), a);
                }
            }

            T.StoreMasked(target, mask, a);
        }
    }

    private readonly struct ScatterKernel(int* indices, float* factors, int rows, int each, float* delta, float* gradient,
        int width) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            nint whole = width & ~15;
            T mask = T.MaskOf(width & 15);
            for (nint row = 0; row < rows; row++)
            {
                float* source = delta + (row * width);
                for (nint k = row * each; k < (row + 1) * each; k++)
                {
                    if (indices[k] < 0)
                    {
                        continue;
                    }

                    float* target = gradient + ((nint)indices[k] * width);
                    T f = T.Create(factors == null ? 1 : factors[k]);
                    nint j = 0;
                    for (; j < whole; j += 16)
                    {
                        T.Store(target + j, T.Fma(T.Load(source + j), f, T.Load(target + j)));
                    }

                    if (j < width)
                    {
                        T.StoreMasked(target + j, mask, T.Fma(T.LoadMasked(source + j, mask), f, T.LoadMasked(target + j, mask)));
                    }
                }
            }
        }
    }
}
