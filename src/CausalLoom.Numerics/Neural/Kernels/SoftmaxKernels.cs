using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Softmax within column segments of every row.</summary>
internal static unsafe class SoftmaxKernels
{
    /// <summary>y = softmax((x + g)·inverseTemperature) in each segment; columns outside are left alone.</summary>
    /// <param name="x">[rows × columns].</param>
    /// <param name="g">Noise of the same shape, or null.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="inverseTemperature">1/τ.</param>
    /// <param name="y">The result, of the same shape as x.</param>
    /// <param name="logSums">The log of each sum of exponentials [rows × segments], or null.</param>
    /// <param name="labels">[rows × segments]: where negative, the segment is passed over; or null.</param>
    public static void Forward(float* x, float* g, int rows, int columns, Segment[] segments, float inverseTemperature, float* y,
        double* logSums, int* labels = null) =>
        Simd.Run(new ForwardKernel(x, g, rows, columns, segments, inverseTemperature, y) { LogSums = logSums, Labels = labels });

    /// <summary>dy becomes y ∘ (dy − ⟨dy, y⟩)·inverseTemperature in each segment; columns outside are left alone.</summary>
    public static void Backward(float* y, float* dy, int rows, int columns, Segment[] segments, float inverseTemperature) =>
        Simd.Run(new BackwardKernel(y, dy, rows, columns, segments, inverseTemperature));

    /// <summary>x becomes factor·softmax(x); gives the log of the sum of exponentials.</summary>
    public static double ScaledRow(float* x, int length, float factor)
    {
        double logSum = 0;
        Simd.Run(new ScaledRowKernel(x, length, factor, &logSum));
        return logSum;
    }

    private readonly struct ScaledRowKernel(float* x, int length, float factor, double* logSum) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            float* at = x;
            nint whole = length & ~15;
            T mask = T.MaskOf(length & 15), lowest = T.Create(float.NegativeInfinity), zero = T.Create(0);
            T largest = T.Select(mask, T.LoadMasked(at + whole, mask), lowest);
            for (nint i = 0; i < whole; i += 16)
            {
                largest = T.Max(largest, T.Load(at + i));
            }

            float maximum = T.MaxOf(largest);
            T shift = T.Create(maximum);
            TWide total = default;
            for (nint i = 0; i < whole; i += 16)
            {
                T value = LaneMath.Exp<T, TWide>(T.Load(at + i) - shift);
                T.Store(at + i, value);
                total += T.Widen(value);
            }

            T last = T.Select(mask, LaneMath.Exp<T, TWide>(T.LoadMasked(at + whole, mask) - shift), zero);
            double sum = TWide.SumOf(total + T.Widen(last));
            T scale = T.Create((float)(factor / sum));
            T.StoreMasked(at + whole, mask, last * scale);
            for (nint i = 0; i < whole; i += 16)
            {
                T.Store(at + i, T.Load(at + i) * scale);
            }

            *logSum = maximum + Math.Log(sum);
        }
    }

    private readonly struct ForwardKernel(float* x, float* g, int rows, int columns, Segment[] segments, float inverseTemperature, float* y)
        : IKernel
    {
        public required double* LogSums { get; init; }

        public required int* Labels { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            nint at = 0;
            for (nint row = 0; row < rows; row++)
            {
                foreach (Segment segment in segments)
                {
                    if (Labels == null || Labels[at] >= 0)
                    {
                        nint start = (row * columns) + segment.Start;
                        float* noise = g == null ? null : g + start;
                        double* log = LogSums == null ? null : LogSums + at;
                        if (segment.Length <= 16)
                        {
                            Short<T, TWide>(x + start, noise, segment.Length, inverseTemperature, y + start, log);
                        }
                        else
                        {
                            Long<T, TWide>(x + start, noise, segment.Length, inverseTemperature, y + start, log);
                        }
                    }

                    at++;
                }
            }
        }

        // One register: most columns have few levels.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Short<T, TWide>(float* x, float* g, int length, float inverseTemperature, float* y, double* log)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T mask = T.MaskOf(length), value = T.LoadMasked(x, mask);
            value = (g == null ? value : value + T.LoadMasked(g, mask)) * T.Create(inverseTemperature);
            float maximum = T.MaxOf(T.Select(mask, value, T.Create(float.NegativeInfinity)));
            value = LaneMath.Exp<T, TWide>(T.Select(mask, value, T.Create(maximum)) - T.Create(maximum));
            double sum = TWide.SumOf(T.Widen(T.Select(mask, value, T.Create(0))));
            T.StoreMasked(y, mask, value * T.Create((float)(1 / sum)));
            if (log != null)
            {
                *log = maximum + Math.Log(sum);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Long<T, TWide>(float* x, float* g, int length, float inverseTemperature, float* y, double* log)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T lowest = T.Create(float.NegativeInfinity), largest = lowest, factor = T.Create(inverseTemperature);
            for (nint i = 0; i < length; i += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, length - i));
                T value = T.LoadMasked(x + i, mask);
                value = (g == null ? value : value + T.LoadMasked(g + i, mask)) * factor;
                T.StoreMasked(y + i, mask, value);
                largest = T.Max(largest, T.Select(mask, value, lowest));
            }

            float maximum = T.MaxOf(largest);
            TWide total = default;
            for (nint i = 0; i < length; i += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, length - i));
                T value = LaneMath.Exp<T, TWide>(T.LoadMasked(y + i, mask) - T.Create(maximum));
                T.StoreMasked(y + i, mask, value);
                total += T.Widen(T.Select(mask, value, T.Create(0)));
            }

            double sum = TWide.SumOf(total);
            T scale = T.Create((float)(1 / sum));
            for (nint i = 0; i < length; i += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, length - i));
                T.StoreMasked(y + i, mask, T.LoadMasked(y + i, mask) * scale);
            }

            if (log != null)
            {
                *log = maximum + Math.Log(sum);
            }
        }
    }

    private readonly struct BackwardKernel(float* y, float* dy, int rows, int columns, Segment[] segments,
        float inverseTemperature) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (nint row = 0; row < rows; row++)
            {
                foreach (Segment segment in segments)
                {
                    nint at = (row * columns) + segment.Start;
                    if (segment.Length <= 16)
                    {
                        T mask = T.MaskOf(segment.Length), value = T.LoadMasked(y + at, mask), above = T.LoadMasked(dy + at, mask);
                        T dot = T.Create((float)TWide.SumOf(TWide.Fma(T.Widen(value), T.Widen(above), default)));
                        T.StoreMasked(dy + at, mask, value * (above - dot) * T.Create(inverseTemperature));
                    }
                    else
                    {
                        One<T, TWide>(y + at, dy + at, segment.Length, inverseTemperature);
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void One<T, TWide>(float* y, float* dy, int length, float inverseTemperature)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            TWide products = default;
            for (nint i = 0; i < length; i += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, length - i));
                products = TWide.Fma(T.Widen(T.LoadMasked(y + i, mask)), T.Widen(T.LoadMasked(dy + i, mask)), products);
            }

            T dot = T.Create((float)TWide.SumOf(products)), factor = T.Create(inverseTemperature);
            for (nint i = 0; i < length; i += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, length - i));
                T share = T.LoadMasked(y + i, mask) * (T.LoadMasked(dy + i, mask) - dot) * factor;
                T.StoreMasked(dy + i, mask, share);
            }
        }
    }
}
