using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Random;

/// <summary>How 64 random words become 64 draws of a distribution.</summary>
internal static unsafe class FloatLaws
{
    /// <summary>A distribution.</summary>
    internal interface ILaw
    {
        /// <summary>Turns 64 words into as many draws; <paramref name="target"/> may be the words themselves.</summary>
        static abstract void Apply<T, TWide>(float* words, float* target, T parameter)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>;
    }

    /// <summary>Uniform on [0, 1): 24 bits.</summary>
    internal readonly struct Uniform : ILaw
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T, TWide>(float* words, float* target, T parameter)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (int i = 0; i < PhiloxWords.Words; i += 16)
            {
                T.Store(target + i, Unit<T, TWide>(T.Load(words + i)));
            }
        }
    }

    /// <summary>Standard normal by Box and Muller: even registers give radii, odd ones angles. No draw exceeds 6.7.</summary>
    internal readonly struct Normal : ILaw
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T, TWide>(float* words, float* target, T parameter)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (int i = 0; i < PhiloxWords.Words; i += 32)
            {
                // Uniform on (0, 1], fine near 0, where the long tail of the radius is.
                T u = T.Fma(T.FromInt32(T.ShiftRightLogical(T.Load(words + i), 1)), T.Create(1f / (1u << 31)), T.Create(0.5f / (1u << 31)));
                T radius = T.Sqrt(T.Max(T.Create(0), LaneMath.Log<T, TWide>(u) * T.Create(-2)));
                T cosine = LaneMath.CosSin<T, TWide>(T.Load(words + i + 16), out T sine);
                T.Store(target + i, radius * cosine);
                T.Store(target + i + 16, radius * sine);
            }
        }
    }

    /// <summary>Standard Gumbel, −log(−log u) with u on the 2²³ midpoints of (0, 1): from −2.8 to 16.6.</summary>
    internal readonly struct Gumbel : ILaw
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T, TWide>(float* words, float* target, T parameter)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (int i = 0; i < PhiloxWords.Words; i += 16)
            {
                T u = T.Fma(T.FromInt32(T.ShiftRightLogical(T.Load(words + i), 9)), T.Create(1f / (1 << 23)), T.Create(0.5f / (1 << 23)));
                T exponential = T.Create(0) - LaneMath.Log<T, TWide>(u);
                T.Store(target + i, T.Create(0) - LaneMath.Log<T, TWide>(exponential));
            }
        }
    }

    /// <summary>0 with probability p, else 1/(1 − p); p is the parameter, compared with 24 bits.</summary>
    internal readonly struct DropoutMask : ILaw
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<T, TWide>(float* words, float* target, T parameter)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T kept = T.Create(1) / (T.Create(1) - parameter);
            for (int i = 0; i < PhiloxWords.Words; i += 16)
            {
                T dropped = T.GreaterThan(parameter, Unit<T, TWide>(T.Load(words + i)));
                T.Store(target + i, T.Select(dropped, T.Create(0), kept));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Unit<T, TWide>(T word)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide> => T.FromInt32(T.ShiftRightLogical(word, 8)) * T.Create(1f / (1 << 24));
}
