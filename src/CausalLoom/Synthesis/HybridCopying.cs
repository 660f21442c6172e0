using CausalLoom.Numerics.Neighbours;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Synthesis;

/// <summary>
/// How close generated rows come to the fitted ones, against rows that were kept out (docs/methods/copying.md). The distance of a
/// row is that to its closest fitted row in standardised covariates.
/// </summary>
/// <param name="HoldoutP05">The 5 % quantile of the holdout's distances.</param>
/// <param name="HoldoutP01">Their 1 % quantile.</param>
/// <param name="Rows">How many generated rows were measured.</param>
/// <param name="ShareBelowP05">The share of them below the 5 % quantile; about 5 % is expected of rows that are no copies.</param>
/// <param name="ShareBelowP05Lower">The lower end of its 95 % interval (binomial, Wilson).</param>
/// <param name="ShareBelowP05Upper">The upper end.</param>
/// <param name="ShareBelowP01">The share below the 1 % quantile.</param>
/// <param name="Filtered">Whether the model draws them again.</param>
/// <param name="CovariateTermBefore">The covariate term of unfiltered rows.</param>
/// <param name="CovariateTermAfter">That of filtered ones: what the filter costs or would cost. The same where no row is left.</param>
public sealed record HybridCopying(
    double HoldoutP05,
    double HoldoutP01,
    int Rows,
    double ShareBelowP05,
    double ShareBelowP05Lower,
    double ShareBelowP05Upper,
    double ShareBelowP01,
    bool Filtered,
    double CovariateTermBefore,
    double CovariateTermAfter)
{
    /// <summary>The quantile of the holdout's distances that the filter uses or would use; 1 % unless asked otherwise.</summary>
    public double FilterQuantile { get; init; } = HybridSynthesizer.DefaultDcrQuantile;

    /// <summary>Its distance.</summary>
    public double FilterDistance { get; init; } = HoldoutP01;

    /// <summary>The share of generated rows closer than that: what the filter draws again.</summary>
    public double ShareDropped { get; init; } = ShareBelowP01;

    /// <summary>The diagnostics of generated rows.</summary>
    /// <param name="distance">The distance of each.</param>
    /// <param name="from">What they were measured from.</param>
    /// <param name="filtered">Whether the model draws rows that are too close again.</param>
    /// <param name="before">The covariate term of all of them.</param>
    /// <param name="after">The covariate term of those that the filter keeps.</param>
    internal static HybridCopying Of(double[] distance, HybridDistances from, bool filtered, double before, double after)
    {
        int rows = distance.Length, below = distance.Count(d => d < from.P05);
        (double lower, double upper) = Interval(below, rows);
        double share05 = ClosestRecord.ShareBelow(distance, from.P05), share01 = ClosestRecord.ShareBelow(distance, from.P01);
        return new HybridCopying(from.P05, from.P01, rows, share05, lower, upper, share01, filtered, before, after)
        {
            FilterQuantile = from.FilterQuantile,
            FilterDistance = from.FilterDistance,
            ShareDropped = distance.Count(from.IsTooClose) / (double)rows,
        };
    }

    /// <summary>Wilson's 95 % interval of a share.</summary>
    internal static (double Lower, double Upper) Interval(int count, int of)
    {
        const double z = StandardNormal.Quantile975, z2 = z * z;
        double share = (double)count / of, centre = (share + (z2 / (2 * of))) / (1 + (z2 / of));
        double half = z / (1 + (z2 / of)) * Math.Sqrt((share * (1 - share) / of) + (z2 / (4.0 * of * of)));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
