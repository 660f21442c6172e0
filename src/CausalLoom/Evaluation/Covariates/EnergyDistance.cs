using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// The energy distance E = 2·E‖X − S‖ − E‖X − X′‖ − E‖S − S′‖ (Székely and Rizzo, 2013), as a V-statistic: never negative, 0 only for equal
/// samples.
/// </summary>
public static class EnergyDistance
{
    /// <summary>The energy distance of two sets of rows on the same scale.</summary>
    public static double Between(Matrix real, Matrix synthetic, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        double cross = PairwiseMean.Of(real, synthetic, Math.Sqrt, context);
        double within = PairwiseMean.Of(real, real, Math.Sqrt, context) + PairwiseMean.Of(synthetic, synthetic, Math.Sqrt, context);
        return Math.Max(0, (2 * cross) - within);
    }
}
