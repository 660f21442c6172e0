using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Passes that reduce along rows.</summary>
internal static unsafe class RowKernels
{
    /// <summary>y = (x − mean)/√(variance + ε) row by row; 1/√(variance + ε) is kept.</summary>
    public static void Standardise(float* x, int rows, int columns, double epsilon, float* y, float* inverse) =>
        Simd.Run(new StandardiseKernel(x, rows, columns, epsilon, y, inverse));

    /// <summary>y = x ∘ scale + shift, the same for every row.</summary>
    public static void ScaleShift(float* x, int rows, int columns, float* scale, float* shift, float* y) =>
        Simd.Run(new ScaleShiftKernel(x, rows, columns, scale, shift, y));

    /// <summary>dx (+)= inverse·(h − mean(h) − x̂·mean(h ∘ x̂)) with h = dy ∘ scale, row by row.</summary>
    public static void StandardiseGradient(float* dy, float* standardised, float* inverse, float* scale, int rows, int columns, float* dx,
        bool accumulate) =>
        Simd.Run(new StandardiseGradientKernel(dy, standardised, inverse, scale, rows, columns, dx, accumulate));

    /// <summary>y = x + row, the same row everywhere.</summary>
    public static void AddRow(float* x, float* row, int rows, int columns, float* y) =>
        Simd.Run(new AddRowKernel(x, row, rows, columns, y));

    private readonly struct AddRowKernel(float* x, float* row, int rows, int columns, float* y) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            float* from = x, to = y;
            nint whole = columns & ~15;
            T mask = T.MaskOf(columns & 15);
            for (nint i = 0; i < rows; i++, from += columns, to += columns)
            {
                for (nint j = 0; j < whole; j += 16)
                {
                    T.Store(to + j, T.Load(from + j) + T.Load(row + j));
                }

                T.StoreMasked(to + whole, mask, T.LoadMasked(from + whole, mask) + T.LoadMasked(row + whole, mask));
            }
        }
    }

    private readonly struct StandardiseKernel(float* x, int rows, int columns, double epsilon, float* y, float* inverse) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            nint whole = columns & ~15;
            T mask = T.MaskOf(columns & 15);
            for (nint row = 0; row < rows; row++)
            {
                float* from = x + (row * columns), to = y + (row * columns);
                TWide total = default;
                for (nint j = 0; j < whole; j += 16)
                {
                    total += T.Widen(T.Load(from + j));
                }

                total += T.Widen(T.LoadMasked(from + whole, mask));
                double mean = TWide.SumOf(total) / columns;
                T middle = T.Create((float)mean);
                double remainder = mean - (float)mean;
                TWide squares = default;
                for (nint j = 0; j < whole; j += 16)
                {
                    T difference = T.Load(from + j) - middle;
                    T.Store(to + j, difference);
                    squares = TWide.Fma(T.Widen(difference), T.Widen(difference), squares);
                }

                T last = T.Select(mask, T.LoadMasked(from + whole, mask) - middle, T.Create(0));
                T.StoreMasked(to + whole, mask, last);
                squares = TWide.Fma(T.Widen(last), T.Widen(last), squares);
                double variance = (TWide.SumOf(squares) / columns) - (remainder * remainder);
                inverse[row] = (float)(1 / Math.Sqrt(variance + epsilon));
                T scale = T.Create(inverse[row]);
                for (nint j = 0; j < whole; j += 16)
                {
                    T.Store(to + j, T.Load(to + j) * scale);
                }

                T.StoreMasked(to + whole, mask, last * scale);
            }
        }
    }

    private readonly struct ScaleShiftKernel(float* x, int rows, int columns, float* scale, float* shift, float* y) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (nint j = 0; j < columns; j += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, columns - j));
                T factor = T.LoadMasked(scale + j, mask), offset = T.LoadMasked(shift + j, mask);
                float* from = x + j, to = y + j;
                for (nint row = 0; row < rows; row++, from += columns, to += columns)
                {
                    T.StoreMasked(to, mask, T.Fma(T.LoadMasked(from, mask), factor, offset));
                }
            }
        }
    }

    private readonly struct StandardiseGradientKernel(float* dy, float* standardised, float* inverse, float* scale, int rows, int columns,
        float* dx, bool accumulate) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (nint row = 0; row < rows; row++)
            {
                float* above = dy + (row * columns), hat = standardised + (row * columns), below = dx + (row * columns);
                TWide total = default, products = default;
                for (nint j = 0; j < columns; j += 16)
                {
                    T mask = T.MaskOf((int)Math.Min(16, columns - j));
                    TWide h = T.Widen(T.LoadMasked(above + j, mask) * T.LoadMasked(scale + j, mask));
                    total += h;
                    products = TWide.Fma(h, T.Widen(T.LoadMasked(hat + j, mask)), products);
                }

                T mean = T.Create((float)(TWide.SumOf(total) / columns)), meanProduct = T.Create((float)(-TWide.SumOf(products) / columns));
                T factor = T.Create(inverse[row]);
                for (nint j = 0; j < columns; j += 16)
                {
                    T mask = T.MaskOf((int)Math.Min(16, columns - j));
                    T h = (T.LoadMasked(above + j, mask) * T.LoadMasked(scale + j, mask)) - mean;
                    T share = factor * T.Fma(T.LoadMasked(hat + j, mask), meanProduct, h);
                    T.StoreMasked(below + j, mask, accumulate ? T.LoadMasked(below + j, mask) + share : share);
                }
            }
        }
    }
}
