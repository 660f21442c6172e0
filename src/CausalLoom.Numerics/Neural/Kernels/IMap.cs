using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>A function of one value, as lanes.</summary>
internal interface IMap
{
    static abstract T Apply<T, TWide>(T x)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>;
}
