using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>The activations as functions of lanes.</summary>
internal static class Maps
{
    /// <summary>ReLU.</summary>
    internal readonly struct Relu : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Max(T.Create(0), x);
    }

    /// <summary>Leaky ReLU with slope 0.01.</summary>
    internal readonly struct LeakyRelu : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Max(x * T.Create(0.01f), x);
    }

    /// <summary>ELU with α = 1.</summary>
    internal readonly struct Elu : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> =>
                T.Select(T.GreaterThan(x, T.Create(0)), x, LaneMath.ExpMinusOneOfNegative<T, TWide>(T.Min(T.Create(0), x)));
    }

    /// <summary>SiLU.</summary>
    internal readonly struct Silu : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => x * LaneMath.Sigmoid<T, TWide>(x);
    }

    /// <summary>GELU in its tanh form, as z·sigmoid(2u).</summary>
    internal readonly struct Gelu : IMap
    {
        /// <summary>2√(2/π) and its product with 0.044715.</summary>
        internal const float Linear = 1.59576912f, Cubic = 0.0713548163f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T twice = x * T.Fma(x * x, T.Create(Cubic), T.Create(Linear));
            return x * LaneMath.Sigmoid<T, TWide>(twice);
        }
    }

    /// <summary>Hyperbolic tangent.</summary>
    internal readonly struct Tanh : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => LaneMath.Tanh<T, TWide>(x);
    }

    /// <summary>Logistic function.</summary>
    internal readonly struct Sigmoid : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => LaneMath.Sigmoid<T, TWide>(x);
    }

    /// <summary>Softplus.</summary>
    internal readonly struct Softplus : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => LaneMath.Softplus<T, TWide>(x);
    }

    /// <summary>Exponential function.</summary>
    internal readonly struct Exponential : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => LaneMath.Exp<T, TWide>(x);
    }

    /// <summary>The identity.</summary>
    internal readonly struct Identity : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => x;
    }
}
