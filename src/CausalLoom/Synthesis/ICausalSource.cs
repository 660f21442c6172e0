using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>
/// Anything that data with treatment and outcome can be drawn from: simulators, fitted models, plasmode, bootstrap. Studies see nothing
/// else.
/// </summary>
public interface ICausalSource
{
    /// <summary>Draws rows; the same stream gives the same rows.</summary>
    SyntheticData Draw(int rows, RandomStream stream);
}
