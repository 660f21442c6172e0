using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>
/// Passes that reduce along columns of row-major matrices: sixteen columns at a time, rows in ascending order, sums in
/// float64.
/// </summary>
internal static unsafe class ColumnKernels
{
    /// <summary>sums (+)= column sums.</summary>
    public static void Sum(float* x, int rows, int columns, float* sums, bool accumulate) =>
        Simd.Run(new SumKernel(x, null, rows, columns, sums, accumulate));

    /// <summary>sums (+)= column sums of x ∘ y.</summary>
    public static void SumOfProducts(float* x, float* y, int rows, int columns, float* sums, bool accumulate) =>
        Simd.Run(new SumKernel(x, y, rows, columns, sums, accumulate));

    /// <summary>The mean and the biased variance of each column, in two passes; both buffers hold whole vectors of 16.</summary>
    public static void Moments(float* x, int rows, int columns, double* mean, double* variance) =>
        Simd.Run(new MomentsKernel(x, rows, columns, mean, variance));

    /// <summary>y = (x − mean)·(inverse·scale) + shift.</summary>
    public static void Normalise(float* x, int rows, int columns, float* mean, float* inverse, float* scale, float* shift, float* y) =>
        Simd.Run(new NormaliseKernel(x, rows, columns, mean, inverse, scale, shift, y));

    /// <summary>Column sums of dy and of dy·(x − mean)·inverse.</summary>
    public static void GradientSums(float* dy, float* x, int rows, int columns, float* mean, float* inverse, float* sums,
        float* products) =>
        Simd.Run(new GradientSumsKernel(dy, x, rows, columns, mean, inverse, sums, products));

    /// <summary>dx (+)= scale·inverse·(dy − share·sums − (x − mean)·inverse·share·products).</summary>
    public static void NormaliseGradient(float* dy, float* x, int rows, int columns, float* mean, float* inverse, float* scale, float* sums,
        float* products, float share, float* dx, bool accumulate) =>
        Simd.Run(new NormaliseGradientKernel(dy, x, rows, columns, dx, accumulate)
            { Mean = mean, Inverse = inverse, Scale = scale, Sums = sums, Products = products, Share = share });

    private readonly struct SumKernel(float* x, float* y, int rows, int columns, float* sums, bool accumulate) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            double* lanes = stackalloc double[16];
            nint first = 0;
            for (; y == null && first + 64 <= columns; first += 64)
            {
                Four<T, TWide>(x + first, lanes, sums + first);
            }

            for (nint j = first; j < columns; j += 16)
            {
                int count = (int)Math.Min(16, columns - j);
                T mask = T.MaskOf(count);
                TWide total = default;
                float* from = x + j, other = y + j;
                for (nint row = 0; row < rows; row++, from += columns, other += columns)
                {
                    TWide value = T.Widen(T.LoadMasked(from, mask));
                    total = y == null ? total + value : TWide.Fma(value, T.Widen(T.LoadMasked(other, mask)), total);
                }

                Put(total, lanes, sums + j, count);
            }
        }

        /// <summary>Sixty-four adjacent columns in one pass: long rows are then read four cache lines at a time.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Four<T, TWide>(float* from, double* lanes, float* to)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            TWide a = default, b = default, c = default, d = default;
            for (nint row = 0; row < rows; row++, from += columns)
            {
                a += T.Widen(T.Load(from));
                b += T.Widen(T.Load(from + 16));
                c += T.Widen(T.Load(from + 32));
                d += T.Widen(T.Load(from + 48));
            }

            Put(a, lanes, to, 16);
            Put(b, lanes, to + 16, 16);
            Put(c, lanes, to + 32, 16);
            Put(d, lanes, to + 48, 16);
        }

        private void Put<TWide>(TWide total, double* lanes, float* to, int count)
            where TWide : struct, IWide<TWide>
        {
            TWide.Store(lanes, total);
            for (int lane = 0; lane < count; lane++)
            {
                to[lane] = accumulate ? to[lane] + (float)lanes[lane] : (float)lanes[lane];
            }
        }
    }

    private readonly struct MomentsKernel(float* x, int rows, int columns, double* mean, double* variance) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            double share = 1.0 / rows;
            for (nint j = 0; j < columns; j += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, columns - j));
                TWide total = default, squares = default;
                float* from = x + j;
                for (nint row = 0; row < rows; row++, from += columns)
                {
                    total += T.Widen(T.LoadMasked(from, mask));
                }

                TWide.Store(mean + j, total);
                for (int lane = 0; lane < 16; lane++)
                {
                    mean[j + lane] *= share;
                }

                TWide middle = TWide.Load(mean + j);
                from = x + j;
                for (nint row = 0; row < rows; row++, from += columns)
                {
                    TWide difference = T.Widen(T.LoadMasked(from, mask)) - middle;
                    squares = TWide.Fma(difference, difference, squares);
                }

                TWide.Store(variance + j, squares);
                for (int lane = 0; lane < 16; lane++)
                {
                    variance[j + lane] *= share;
                }
            }
        }
    }

    private readonly struct NormaliseKernel(float* x, int rows, int columns, float* mean, float* inverse, float* scale, float* shift,
        float* y) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (nint j = 0; j < columns; j += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, columns - j));
                T middle = T.LoadMasked(mean + j, mask), offset = T.LoadMasked(shift + j, mask);
                T factor = T.LoadMasked(inverse + j, mask) * T.LoadMasked(scale + j, mask);
                float* from = x + j, to = y + j;
                for (nint row = 0; row < rows; row++, from += columns, to += columns)
                {
                    T.StoreMasked(to, mask, T.Fma(T.LoadMasked(from, mask) - middle, factor, offset));
                }
            }
        }
    }

    private readonly struct GradientSumsKernel(float* dy, float* x, int rows, int columns, float* mean, float* inverse, float* sums,
        float* products) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            double* lanes = stackalloc double[32];
            for (nint j = 0; j < columns; j += 16)
            {
                int count = (int)Math.Min(16, columns - j);
                T mask = T.MaskOf(count), middle = T.LoadMasked(mean + j, mask);
                TWide total = default, product = default;
                float* above = dy + j, from = x + j;
                for (nint row = 0; row < rows; row++, above += columns, from += columns)
                {
                    TWide value = T.Widen(T.LoadMasked(above, mask));
                    total += value;
                    product = TWide.Fma(value, T.Widen(T.LoadMasked(from, mask) - middle), product);
                }

                TWide.Store(lanes, total);
                TWide.Store(lanes + 16, product);
                for (int lane = 0; lane < count; lane++)
                {
                    sums[j + lane] = (float)lanes[lane];
                    products[j + lane] = (float)(lanes[16 + lane] * inverse[j + lane]);
                }
            }
        }
    }

    private readonly struct NormaliseGradientKernel(float* dy, float* x, int rows, int columns, float* dx, bool accumulate) : IKernel
    {
        public required float* Mean { get; init; }

        public required float* Inverse { get; init; }

        public required float* Scale { get; init; }

        public required float* Sums { get; init; }

        public required float* Products { get; init; }

        public required float Share { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            bool add = accumulate;
            for (nint j = 0; j < columns; j += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, columns - j));
                T middle = T.LoadMasked(Mean + j, mask), rate = T.LoadMasked(Inverse + j, mask), minus = T.Create(-Share);
                T constant = minus * T.LoadMasked(Sums + j, mask), slope = minus * T.LoadMasked(Products + j, mask) * rate;
                T factor = T.LoadMasked(Scale + j, mask) * rate;
                float* above = dy + j, from = x + j, to = dx + j;
                for (nint row = 0; row < rows; row++, above += columns, from += columns, to += columns)
                {
                    T inner = T.Fma(T.LoadMasked(from, mask) - middle, slope, T.LoadMasked(above, mask) + constant);
                    T value = factor * inner;
                    T.StoreMasked(to, mask, add ? T.LoadMasked(to, mask) + value : value);
                }
            }
        }
    }
}
