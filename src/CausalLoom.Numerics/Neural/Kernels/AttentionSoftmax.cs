using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>The softmax of one row of attention scores, the same in training and in stepwise generation.</summary>
internal static unsafe class AttentionSoftmax
{
    /// <summary>s becomes softmax(scale·s) over the first values; the rest of the last vector of 16 becomes zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row<T, TWide>(float* s, int length, float scale)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>
    {
        T lowest = T.Create(float.NegativeInfinity), largest = lowest, factor = T.Create(scale), zero = T.Create(0);
        for (nint j = 0; j < length; j += 16)
        {
            T mask = T.MaskOf((int)Math.Min(16, length - j));
            T value = T.LoadMasked(s + j, mask) * factor;
            T.Store(s + j, value);
            largest = T.Max(largest, T.Select(mask, value, lowest));
        }

        T maximum = T.Create(T.MaxOf(largest)), total = zero;
        for (nint j = 0; j < length; j += 16)
        {
            T mask = T.MaskOf((int)Math.Min(16, length - j));
            T value = T.Select(mask, LaneMath.Exp<T, TWide>(T.Load(s + j) - maximum), zero);
            T.Store(s + j, value);
            total += value;
        }

        T inverse = T.Create((float)(1 / TWide.SumOf(T.Widen(total))));
        for (nint j = 0; j < length; j += 16)
        {
            T.Store(s + j, T.Load(s + j) * inverse);
        }
    }
}
