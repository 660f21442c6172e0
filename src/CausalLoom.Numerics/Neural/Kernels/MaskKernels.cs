using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>
/// Piecewise linear units as masks: h = m ∘ z with m = (z &gt; 0 ? 1 : slope)·dropout factor, which is also the derivative.
/// </summary>
internal static unsafe class MaskKernels
{
    /// <summary>z becomes m ∘ z, and the dropout factors in <paramref name="mask"/> become m.</summary>
    public static void Forward(float* z, float* mask, int length, float slope) => Simd.Run(new ForwardKernel(z, mask, length, slope));

    /// <summary>y[row] = factor·(w ∘ m[row]).</summary>
    public static void Broadcast(float* w, float* mask, int rows, int columns, float factor, float* y) =>
        Simd.Run(new BroadcastKernel(w, mask, rows, columns, factor, y));

    private readonly struct ForwardKernel(float* z, float* mask, int length, float slope) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            float* value = z, factors = mask;
            T zero = T.Create(0), one = T.Create(1), low = T.Create(slope);
            for (nint i = 0; i < length; i += 16)
            {
                T lanes = T.MaskOf((int)Math.Min(16, length - i));
                T input = T.LoadMasked(value + i, lanes);
                T m = T.Select(T.GreaterThan(input, zero), one, low) * T.LoadMasked(factors + i, lanes);
                T.StoreMasked(factors + i, lanes, m);
                T.StoreMasked(value + i, lanes, input * m);
            }
        }
    }

    private readonly struct BroadcastKernel(float* w, float* mask, int rows, int columns, float factor, float* y) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T scale = T.Create(factor);
            for (nint row = 0; row < rows; row++)
            {
                float* from = mask + (row * columns), to = y + (row * columns);
                for (nint j = 0; j < columns; j += 16)
                {
                    T lanes = T.MaskOf((int)Math.Min(16, columns - j));
                    T.StoreMasked(to + j, lanes, T.LoadMasked(w + j, lanes) * T.LoadMasked(from + j, lanes) * scale);
                }
            }
        }
    }
}
