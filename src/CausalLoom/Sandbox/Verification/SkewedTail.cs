using MathNet.Numerics;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// Standardised sums of few rare things are not normal: one of them where .05 are expected is z = 4.3, at a probability of .05.
/// </summary>
internal static class SkewedTail
{
    private const double Straight = 0.02;

    /// <summary>
    /// The |z| of a normal variable that is exceeded as seldom as this z by a gamma variable (Pearson's type III) of the same skewness,
    /// which
    /// a Poisson count of mean λ is close to at skewness 1/√λ. On the short side of the law, |z| as it is, which is the larger.
    /// </summary>
    /// <param name="z">A standardised sum.</param>
    /// <param name="skewness">The skewness of its law.</param>
    public static double Normal(double z, double skewness)
    {
        double far = skewness < 0 ? -z : z, shape = 4 / (skewness * skewness);
        if (far <= 0 || Math.Abs(skewness) < Straight)
        {
            return Math.Abs(z);
        }

        double p = SpecialFunctions.GammaUpperRegularized(shape, shape + (Math.Sqrt(shape) * far));
        return p is > 0 and < 1 ? Math.Clamp(-MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, p), 0, far) : far;
    }
}
