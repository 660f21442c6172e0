using System.Globalization;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Overlap;

/// <summary>Which propensities are extreme.</summary>
public sealed record ExtremeRule
{
    /// <summary>Propensities below this are low: treated rows are lacking there.</summary>
    public double Lower { get; init; } = 0.05;

    /// <summary>Propensities above this are high: control rows are lacking there.</summary>
    public double Upper { get; init; } = 0.95;

    /// <summary>Bounds at this quantile of the propensities and at one less it, instead of the two above; null: the two above.</summary>
    public double? Quantile { get; init; }

    /// <summary>.001 and .999, as the papers have it: with a hundred trees, "all trees say so".</summary>
    public static ExtremeRule Paper { get; } = new() { Lower = 0.001, Upper = 0.999 };

    /// <summary>The extreme rows.</summary>
    /// <param name="propensity">ĝ of each row.</param>
    /// <exception cref="CausalLoomException">The bounds are no bounds.</exception>
    public ExtremeRows Of(double[] propensity)
    {
        ArgumentNullException.ThrowIfNull(propensity);
        (double low, double high) = Bounds(propensity);
        int[] rows = [.. Enumerable.Range(0, propensity.Length)];
        return new ExtremeRows(low, high, [.. rows.Where(i => propensity[i] < low)], [.. rows.Where(i => propensity[i] > high)]);
    }

    private (double Low, double High) Bounds(double[] propensity)
    {
        if (Quantile is not { } q)
        {
            return Lower >= 0 && Lower < Upper && Upper <= 1
                ? (Lower, Upper)
                : throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture,
                    $"Propensities cannot be extreme outside [{Lower}, {Upper}]: give two numbers from 0 to 1, the lower first."));
        }

        if (!(q is > 0 and < 0.5))
        {
            throw new CausalLoomException(
                FormattableString.Invariant($"The quantile of extreme propensities is between 0 and 0.5, not {q}."));
        }

        double[] sorted = [.. propensity.Order()];
        return (SortedQuantile.FromBelow(sorted, q), SortedQuantile.FromBelow(sorted, 1 - q));
    }
}
