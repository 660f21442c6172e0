using MathNet.Numerics;

namespace CausalLoom.Data;

/// <summary>The quantile function of the standard normal law.</summary>
internal static class NormalQuantile
{
    /// <summary>Φ⁻¹(p), 0 &lt; p &lt; 1.</summary>
    public static double Of(double p) => -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * p);
}
