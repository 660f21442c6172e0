using MathNet.Numerics;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>The range an outcome can take.</summary>
/// <param name="Lower">The least value.</param>
/// <param name="Upper">The largest value.</param>
internal readonly record struct OutcomeRange(double Lower, double Upper)
{
    /// <summary>
    /// The observed range, wider by a margin, but never across zero: earnings do not become debts. An infinite margin is no range at all.
    /// </summary>
    internal static OutcomeRange Of(double[] values, double margin)
    {
        if (double.IsPositiveInfinity(margin))
        {
            return new OutcomeRange(double.NegativeInfinity, double.PositiveInfinity);
        }

        double low = values.Min(), high = values.Max();
        if (high == low)
        {
            return new OutcomeRange(low, high);
        }

        double lower = low - (margin * (high - low)), upper = high + (margin * (high - low));
        return new OutcomeRange(low >= 0 ? Math.Max(lower, 0) : lower, high <= 0 ? Math.Min(upper, 0) : upper);
    }

    /// <summary>The nearest value inside.</summary>
    internal double Clamp(double value) => Math.Clamp(value, Lower, Upper);

    /// <summary>Whether a normal with that mean and standard deviation lies inside for all that float64 can tell.</summary>
    internal bool Holds(double mean, double sd) => mean - (9 * sd) >= Lower && mean + (9 * sd) <= Upper;

    /// <summary>
    /// The mean of a clamped normal: L·Φ(a) + U·(1 − Φ(b)) + m·(Φ(b) − Φ(a)) + s·(φ(a) − φ(b)) with a = (L − m)/s, b = (U − m)/s.
    /// </summary>
    internal double ClampedMean(double mean, double sd)
    {
        if (sd <= 0 || Holds(mean, sd))
        {
            return Clamp(mean);
        }

        double a = (Lower - mean) / sd, b = (Upper - mean) / sd, below = Cdf(a), upTo = Cdf(b);
        return (Lower * below) + (Upper * Cdf(-b)) + (mean * (upTo - below)) + (sd * (Density(a) - Density(b)));
    }

    private static double Cdf(double z) => double.IsInfinity(z) ? (z > 0 ? 1 : 0) : 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    private static double Density(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
}
