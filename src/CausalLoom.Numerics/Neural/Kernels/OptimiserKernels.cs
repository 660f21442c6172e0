using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Passes over whole parameter arenas, whose lengths are multiples of 16.</summary>
internal static unsafe class OptimiserKernels
{
    /// <summary>Σ x², in float64.</summary>
    public static double SumOfSquares(float* x, int length) => ElementKernels.SquaredDistance(x, length, 0);

    /// <summary>x becomes factor·x.</summary>
    public static void Scale(float* x, int length, float factor) => ElementKernels.Scale(x, x, length, factor, false);

    /// <summary>One step of Adam or AdamW over all parameters.</summary>
    public static void Adam(ParameterStore store, PinnedFloats first, PinnedFloats second, in AdamStep step)
    {
        Simd.Run(new AdamKernel(store.Values, store.Gradients, first.Pointer, second.Pointer, store.Used, step));
        GC.KeepAlive(store);
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    private readonly struct AdamKernel(float* values, float* gradients, float* first, float* second, int length, AdamStep step) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            float* w = values, g = gradients, m = first, v = second;
            T beta1 = T.Create(step.Beta1), rest1 = T.Create(step.OneMinusBeta1);
            T beta2 = T.Create(step.Beta2), rest2 = T.Create(step.OneMinusBeta2);
            T size = T.Create(-step.StepSize), correction = T.Create(step.InverseRootCorrection2), epsilon = T.Create(step.Epsilon);
            T decay = T.Create(step.CoupledDecay), shrinkage = T.Create(step.Shrinkage);
            nint end = length;
            for (nint i = 0; i < end; i += 16)
            {
                T weight = T.Load(w + i);
                T gradient = T.Fma(weight, decay, T.Load(g + i));
                T mean = T.Fma(gradient, rest1, T.Load(m + i) * beta1);
                T square = T.Fma(gradient * gradient, rest2, T.Load(v + i) * beta2);
                T.Store(m + i, mean);
                T.Store(v + i, square);
                T root = T.Fma(T.Sqrt(square), correction, epsilon);
                T.Store(w + i, T.Fma(size, mean / root, weight * shrinkage));
            }
        }
    }
}
