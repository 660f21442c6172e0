namespace CausalLoom.Jobs;

/// <summary>Where the exact effect of each row of a table comes from.</summary>
public interface ITrueEffects
{
    /// <summary>μ₁(x) − μ₀(x) of each row, in the table's order.</summary>
    /// <param name="rows">How many rows the table has.</param>
    /// <param name="cancellation">Observed while reading.</param>
    /// <exception cref="CausalLoomException">There is not one number a row.</exception>
    double[] Read(int rows, CancellationToken cancellation);
}
