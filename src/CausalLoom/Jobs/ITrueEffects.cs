using CausalLoom.Data;

namespace CausalLoom.Jobs;

/// <summary>Where the exact effects of rows come from.</summary>
public interface ITrueEffects
{
    /// <summary>μ_w(x) − μ_0(x) of each row and level w after the reference, [K − 1][row].</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Observed while reading.</param>
    /// <exception cref="CausalLoomException">There is not one number a row.</exception>
    IReadOnlyList<double[]> Read(CausalData rows, CancellationToken cancellation);
}
