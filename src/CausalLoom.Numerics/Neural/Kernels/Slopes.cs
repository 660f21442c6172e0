using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>The derivatives of the activations.</summary>
internal static class Slopes
{
    /// <summary>1 where y is positive.</summary>
    internal readonly struct Relu : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T, TWide>(T z, T y)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Select(T.GreaterThan(y, T.Create(0)), T.Create(1), T.Create(0));
    }

    /// <summary>1 where y is positive, else 0.01.</summary>
    internal readonly struct LeakyRelu : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T, TWide>(T z, T y)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Select(T.GreaterThan(y, T.Create(0)), T.Create(1), T.Create(0.01f));
    }

    /// <summary>1 where y is positive, else y + 1.</summary>
    internal readonly struct Elu : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T, TWide>(T z, T y)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Min(T.Create(1), y + T.Create(1));
    }

    /// <summary>s(1 + z(1 − s)), s the sigmoid of z.</summary>
    internal readonly struct Silu : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T, TWide>(T z, T y)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T s = LaneMath.Sigmoid<T, TWide>(z);
            return s * T.Fma(z, T.Create(1) - s, T.Create(1));
        }
    }

    /// <summary>s + z·s(1 − s)·2u′, s = sigmoid(2u).</summary>
    internal readonly struct Gelu : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T, TWide>(T z, T y)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            // Beyond ±30 the slope is 0 or 1 to the last bit, and the square cannot overflow.
            z = T.Max(T.Create(-30), T.Min(T.Create(30), z));
            T square = z * z;
            T twice = z * T.Fma(square, T.Create(Maps.Gelu.Cubic), T.Create(Maps.Gelu.Linear));
            T steep = z * T.Fma(square, T.Create(3 * Maps.Gelu.Cubic), T.Create(Maps.Gelu.Linear));
            T s = LaneMath.Sigmoid<T, TWide>(twice);
            return T.Fma(steep, s * (T.Create(1) - s), s);
        }
    }

    /// <summary>1 − y².</summary>
    internal readonly struct Tanh : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T, TWide>(T z, T y)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Fma(T.Create(0) - y, y, T.Create(1));
    }

    /// <summary>y(1 − y).</summary>
    internal readonly struct Sigmoid : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T, TWide>(T z, T y)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => y * (T.Create(1) - y);
    }

    /// <summary>1 − exp(−y).</summary>
    internal readonly struct Softplus : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T, TWide>(T z, T y)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Create(0) - LaneMath.ExpMinusOneOfNegative<T, TWide>(T.Create(0) - y);
    }

    /// <summary>1.</summary>
    internal readonly struct Identity : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T At<T, TWide>(T z, T y)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => T.Create(1);
    }
}
