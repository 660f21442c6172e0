using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Copula;

/// <summary>Draws from a normal law held within an interval, by its quantile function: one uniform a draw, no rejection.</summary>
internal static class TruncatedNormal
{
    // Beyond this Φ underflows; the law is then exponential at the near bound to within 1 part in z².
    private const double Far = 37;

    /// <summary>A draw from N(mean, deviation²) given that it lies in [low, high]; a bound may be infinite.</summary>
    internal static double Draw(double mean, double deviation, double low, double high, RandomStream stream)
    {
        double a = (low - mean) / deviation, b = (high - mean) / deviation, u = stream.NextOpenDouble();

        // Worked in the lower tail, where Φ is exact to the last digits.
        double z = a > 0 ? -Lower(-b, -a, u) : Lower(a, b, u);
        return Math.Clamp(mean + (deviation * z), low, high);
    }

    private static double Lower(double a, double b, double u)
    {
        if (b < -Far)
        {
            return Math.Max(a, b + (Math.Log(u) / -b));
        }

        double below = NormalScores.Cdf(a);
        return Math.Clamp(NormalScores.Inverse(below + (u * (NormalScores.Cdf(b) - below))), a, b);
    }
}
