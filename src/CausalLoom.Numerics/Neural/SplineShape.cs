namespace CausalLoom.Numerics.Neural;

/// <summary>
/// The shape of a monotone rational-quadratic spline with linear tails (Durkan, Bekasov, Murray and Papamakarios, "Neural
/// spline flows", NeurIPS 2019), whose defaults are that paper's.
/// </summary>
/// <param name="Bins">Bins K between the bounds.</param>
/// <param name="Bound">B: the spline acts on [−B, B] and is the identity outside.</param>
/// <param name="MinimumWidth">The least width of a bin, as a share of the box.</param>
/// <param name="MinimumHeight">The least height of a bin, as a share of the box.</param>
/// <param name="MinimumDerivative">The least derivative at an inner knot.</param>
public sealed record SplineShape(int Bins = 8, double Bound = 3, double MinimumWidth = 1e-3, double MinimumHeight = 1e-3,
    double MinimumDerivative = 1e-3)
{
    /// <summary>The most bins there may be.</summary>
    public const int MaxBins = 64;

    /// <summary>
    /// Raw numbers of one spline with its affine map: location m, log-scale, K widths, K heights, K − 1 inner derivatives.
    /// All zero is the identity.
    /// </summary>
    public int RawLength => (3 * Bins) + 1;

    /// <summary>What is added to a raw derivative so that 0 means a slope of 1.</summary>
    internal double DerivativeOffset => Math.Log(Math.Exp(1 - MinimumDerivative) - 1);

    /// <summary>Log-scales are held within ± this.</summary>
    internal const double LargestLogScale = 7;

    /// <summary>Refuses a shape that is no spline.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Bins, MaxBins);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Bound);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MinimumWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MinimumHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MinimumDerivative);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(MinimumWidth * Bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(MinimumHeight * Bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(MinimumDerivative, 1);
    }
}
