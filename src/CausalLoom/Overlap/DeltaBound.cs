using CausalLoom.Mechanisms;

namespace CausalLoom.Overlap;

/// <summary>The papers' truncation of propensities (docs/methods/overlap.md): δ_n = min(¼, max(10⁻⁶, 5/(√n ln n))).</summary>
public static class DeltaBound
{
    /// <summary>δ_n.</summary>
    /// <param name="rows">n ≥ 2: of the table that is averaged over.</param>
    public static double Of(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 2);
        return Math.Min(0.25, Math.Max(1e-6, 5 / (Math.Sqrt(rows) * Math.Log(rows))));
    }

    /// <summary>[δ_n, 1 − δ_n].</summary>
    public static PropensityClipping Clipping(int rows) => new(Of(rows), 1 - Of(rows));
}
