using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>The derivative of an activation, from its output y (and, for SiLU, its input z).</summary>
internal interface ISlope
{
    static abstract T At<T, TWide>(T z, T y)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>;
}
