using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Activations and their derivatives over buffers; source and destination may be the same buffer.</summary>
internal static unsafe class ActivationKernels
{
    /// <summary>Whether the derivative is taken from the input, which must then be kept beside the output.</summary>
    public static bool ReadsInput(Activation activation) => activation is Activation.Silu or Activation.Gelu;

    /// <summary>y = φ(z).</summary>
    public static void Forward(Activation activation, float* z, float* y, int length)
    {
        switch (activation)
        {
            case Activation.Relu: Map<Maps.Relu>(z, y, length); break;
            case Activation.LeakyRelu: Map<Maps.LeakyRelu>(z, y, length); break;
            case Activation.Elu: Map<Maps.Elu>(z, y, length); break;
            case Activation.Silu: Map<Maps.Silu>(z, y, length); break;
            case Activation.Tanh: Map<Maps.Tanh>(z, y, length); break;
            case Activation.Sigmoid: Map<Maps.Sigmoid>(z, y, length); break;
            case Activation.Softplus: Map<Maps.Softplus>(z, y, length); break;
            case Activation.Gelu: Map<Maps.Gelu>(z, y, length); break;
            default: Map<Maps.Identity>(z, y, length); break;
        }
    }

    /// <summary>dz (+)= dy ∘ φ′, from the output y (and, where <see cref="ReadsInput"/>, the input z).</summary>
    public static void Backward(Activation activation, float* z, float* y, float* dy, float* dz, int length, bool accumulate)
    {
        switch (activation)
        {
            case Activation.Relu: Chain<Slopes.Relu>(y, y, dy, dz, length, accumulate); break;
            case Activation.LeakyRelu: Chain<Slopes.LeakyRelu>(y, y, dy, dz, length, accumulate); break;
            case Activation.Elu: Chain<Slopes.Elu>(y, y, dy, dz, length, accumulate); break;
            case Activation.Silu: Chain<Slopes.Silu>(z, y, dy, dz, length, accumulate); break;
            case Activation.Tanh: Chain<Slopes.Tanh>(y, y, dy, dz, length, accumulate); break;
            case Activation.Sigmoid: Chain<Slopes.Sigmoid>(y, y, dy, dz, length, accumulate); break;
            case Activation.Softplus: Chain<Slopes.Softplus>(y, y, dy, dz, length, accumulate); break;
            case Activation.Gelu: Chain<Slopes.Gelu>(z, y, dy, dz, length, accumulate); break;
            default: Chain<Slopes.Identity>(y, y, dy, dz, length, accumulate); break;
        }
    }

    /// <summary>y = f(x) for any map.</summary>
    public static void Map<TMap>(float* x, float* y, int length)
        where TMap : struct, IMap => Simd.Run(new MapKernel<TMap>(x, y, length));

    private static void Chain<TSlope>(float* z, float* y, float* dy, float* dz, int length, bool accumulate)
        where TSlope : struct, ISlope => Simd.Run(new ChainKernel<TSlope>(z, y, dy, dz, length, accumulate));

    private readonly struct MapKernel<TMap>(float* x, float* y, int length) : IKernel
        where TMap : struct, IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            float* from = x, to = y;
            nint i = 0, end = length;
            for (; i + 16 <= end; i += 16)
            {
                T.Store(to + i, TMap.Apply<T, TWide>(T.Load(from + i)));
            }

            if (i < end)
            {
                T mask = T.MaskOf((int)(end - i));
                T.StoreMasked(to + i, mask, TMap.Apply<T, TWide>(T.LoadMasked(from + i, mask)));
            }
        }
    }

    private readonly struct ChainKernel<TSlope>(float* z, float* y, float* dy, float* dz, int length, bool accumulate) : IKernel
        where TSlope : struct, ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            float* input = z, output = y, above = dy, below = dz;
            nint i = 0, end = length;
            bool add = accumulate;
            for (; i + 16 <= end; i += 16)
            {
                T value = T.Load(above + i) * TSlope.At<T, TWide>(T.Load(input + i), T.Load(output + i));
                T.Store(below + i, add ? T.Load(below + i) + value : value);
            }

            if (i < end)
            {
                T mask = T.MaskOf((int)(end - i));
                T value = T.LoadMasked(above + i, mask) * TSlope.At<T, TWide>(T.LoadMasked(input + i, mask),
                    T.LoadMasked(output + i, mask));
                T.StoreMasked(below + i, mask, add ? T.LoadMasked(below + i, mask) + value : value);
            }
        }
    }
}
