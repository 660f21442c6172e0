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
}
