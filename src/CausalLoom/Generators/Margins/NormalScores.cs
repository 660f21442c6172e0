using MathNet.Numerics;

namespace CausalLoom.Generators.Margins;

/// <summary>The standard normal distribution function, its inverse and its density.</summary>
internal static class NormalScores
{
    /// <summary>Φ(z).</summary>
    internal static double Cdf(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>Φ⁻¹(u); ±∞ at 0 and 1.</summary>
    internal static double Inverse(double u) => Data.NormalQuantile.Of(u);

    /// <summary>φ(z); 0 at ±∞.</summary>
    internal static double Density(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
}
