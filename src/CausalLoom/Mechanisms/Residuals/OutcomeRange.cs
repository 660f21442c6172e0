using CausalLoom.Data;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>The values an outcome can take: a range, and the decimals the source agrees on.</summary>
/// <param name="Lower">The least value.</param>
/// <param name="Upper">The largest value.</param>
/// <param name="Decimals">Decimals to round to; null: none.</param>
internal readonly record struct OutcomeRange(double Lower, double Upper, int? Decimals)
{
    /// <summary>The observed range, wider by a margin, but never across zero: earnings do not become debts.</summary>
    internal static OutcomeRange Of(Column outcome, double[] values, double margin)
    {
        double low = values.Min(), high = values.Max();
        double lower = low - (margin * (high - low)), upper = high + (margin * (high - low));
        int? decimals = outcome switch
        {
            IntegerColumn => 0,
            ContinuousColumn c => c.Decimals,
            _ => null,
        };
        if (high == low)
        {
            return new OutcomeRange(low, high, decimals);
        }

        return new OutcomeRange(low >= 0 ? Math.Max(lower, 0) : lower, high <= 0 ? Math.Min(upper, 0) : upper, decimals);
    }

    /// <summary>The nearest value that the outcome can take.</summary>
    internal double Snap(double value)
    {
        double inside = Math.Clamp(value, Lower, Upper);
        return Decimals is not int d ? inside : d <= 15 ? Math.Round(inside, d) : inside;
    }
}
