using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Mechanisms;

/// <summary>
/// The one policy for propensities near 0 and 1: they are moved to the nearest bound, and how many were moved is reported.
/// </summary>
/// <param name="Lower">The least propensity.</param>
/// <param name="Upper">The largest propensity.</param>
public readonly record struct PropensityClipping([property: Range(0.0, 1.0)] double Lower, [property: Range(0.0, 1.0)] double Upper)
{
    /// <summary>[.01, .99].</summary>
    public static PropensityClipping Default { get; } = new(0.01, 0.99);

    /// <summary>As good as none: a logit stays finite.</summary>
    internal static PropensityClipping None { get; } = new(1e-9, 1 - 1e-9);

    /// <summary>One propensity within the bounds.</summary>
    public double Clip(double propensity) => Math.Clamp(propensity, Lower, Upper);

    /// <summary>All propensities within the bounds, and how many had to be moved.</summary>
    public (double[] Propensity, int Moved) Clip(ReadOnlySpan<double> propensity)
    {
        double[] clipped = new double[propensity.Length];
        int moved = 0;
        for (int i = 0; i < clipped.Length; i++)
        {
            clipped[i] = Clip(propensity[i]);
            moved += clipped[i] != propensity[i] ? 1 : 0;
        }

        return (clipped, moved);
    }

    /// <summary>
    /// All levels' propensities within the bounds, [K][n], and in how many rows one had to be moved. Of two arms the second's is clipped
    /// and the first's is what is left.
    /// </summary>
    public (double[][] Propensity, int Moved) Clip(double[][] propensity)
    {
        ArgumentNullException.ThrowIfNull(propensity);
        if (propensity.Length == 2)
        {
            (double[] g, int count) = Clip(propensity[1]);
            return (LevelPropensities.OfTwo(g), count);
        }

        PropensityClipping bounds = this;
        double[][] clipped = [.. propensity.Select(level => bounds.Clip(level).Propensity)];
        int moved = Enumerable.Range(0, clipped[0].Length).Count(i =>
            Enumerable.Range(0, clipped.Length).Any(level => clipped[level][i] != propensity[level][i]));
        return (clipped, moved);
    }
}
