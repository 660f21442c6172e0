using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>Overlap at a glance: out-of-fold propensities of a data set in a few numbers.</summary>
/// <param name="ShareInside">Share of rows with a propensity in [.05, .95].</param>
/// <param name="Minimum">The smallest propensity.</param>
/// <param name="Median">The median propensity.</param>
/// <param name="Maximum">The largest propensity.</param>
public sealed record OverlapSummary(double ShareInside, double Minimum, double Median, double Maximum)
{
    /// <summary>Estimates the propensities with the calibrated stack and sums them up.</summary>
    public static OverlapSummary Of(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[] p = [.. new CalibratedPropensity().CrossFit(data.Covariates, data.Treatment, context).OutOfFold];
        Array.Sort(p);
        double median = p.Length % 2 == 1 ? p[p.Length / 2] : (p[(p.Length / 2) - 1] + p[p.Length / 2]) / 2;
        return new OverlapSummary(p.Count(v => v is >= 0.05 and <= 0.95) / (double)p.Length, p[0], median, p[^1]);
    }
}
