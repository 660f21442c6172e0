using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>The exact effect of each row, in memory.</summary>
/// <param name="Values">μ₁(x) − μ₀(x) of each row.</param>
public sealed record TrueEffects(IReadOnlyList<double> Values) : ITrueEffects
{
    /// <summary>Those that a truth knows.</summary>
    public static TrueEffects Of(Truth truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return new TrueEffects(truth.Cate());
    }

    /// <inheritdoc />
    public double[] Read(int rows, CancellationToken cancellation) => Values.Count == rows ? [.. Values]
        : throw new CausalLoomException($"There are {Values.Count} true effects and {rows} rows: give one effect "
            + $"a row, in the same order.");
}
