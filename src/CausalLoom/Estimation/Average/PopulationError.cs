using MathNet.Numerics.Distributions;

namespace CausalLoom.Estimation.Average;

/// <summary>What synthesis did to the level means of a population.</summary>
/// <param name="Shift">The model's mean of each level less the estimate from the real rows, in outcome units, [K].</param>
/// <param name="Real">Covariance of the real rows' estimates (influence functions of cross-fitted AIPW), [K][K].</param>
/// <param name="Added">
/// What is added to the variance from the synthetic rows: <paramref name="Real"/> less the released share of the covariance of the model's
/// means where the rows they were taken from include the released ones, and plus it where not. [K][K].
/// </param>
public sealed record PopulationError(double[] Shift, double[][] Real, double[][] Added)
{
    /// <summary>Degrees of freedom of the real rows' standard error; NaN: so many that it is normal.</summary>
    public double Freedom { get; init; } = double.NaN;

    /// <summary>Why the real rows carry no interval, without a full stop; null where they do.</summary>
    public string? Refusal { get; init; }

    /// <summary>The half width in standard errors where normal draws would have <paramref name="normal"/>.</summary>
    internal double Critical(double normal) =>
        double.IsNaN(Freedom) ? normal : StudentT.InvCDF(0, 1, Math.Max(1, Freedom), Normal.CDF(0, 1, normal));
}
