using CausalLoom.Data;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>The exact effects of rows, in memory.</summary>
/// <param name="Values">μ_w(x) − μ_0(x) of each row and level w after the reference, [K − 1][row].</param>
public sealed record TrueEffects(IReadOnlyList<double[]> Values) : ITrueEffects
{
    /// <summary>Those that a truth knows.</summary>
    public static TrueEffects Of(Truth truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return new TrueEffects(truth.Cates());
    }

    /// <inheritdoc />
    public IReadOnlyList<double[]> Read(CausalData rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Values.All(effects => effects.Length == rows.Rows) ? Values
            : throw new CausalLoomException($"There are {Values[0].Length} true effects and {rows.Rows} rows: "
                + $"give one effect a row, in the "
                + $"same order.");
    }
}
