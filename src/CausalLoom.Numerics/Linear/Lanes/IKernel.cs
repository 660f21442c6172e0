namespace CausalLoom.Numerics.Linear;

/// <summary>A pass over buffers written once for all instruction sets. Its fields are its arguments.</summary>
internal interface IKernel
{
    /// <summary>Runs the pass with 16 float lanes of one instruction set.</summary>
    void Run<T, TWide>()
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>;
}
