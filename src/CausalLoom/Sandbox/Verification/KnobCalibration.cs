namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// How delivered goes with asked over bins, weighted by their rows. What is asked is known, so the slope needs no correction; r and the
/// mean absolute error are made worse by the noise of what was drawn, which is known and taken out.
/// </summary>
/// <param name="Slope">The slope of delivered on asked.</param>
/// <param name="SlopeError">Its standard error, from those of the bins.</param>
/// <param name="Intercept">The intercept.</param>
/// <param name="Correlation">r.</param>
/// <param name="MeanAbsoluteError">Σ w √max(0, error² − se²).</param>
/// <param name="Spread">The mean absolute deviation of what was asked about its median: the error of the best constant.</param>
/// <param name="Noise">What the noise of draws alone makes of the mean absolute error: its mean and standard deviation where nothing is
/// off.</param>
/// <param name="Scatter">The variance about the line beyond noise as a share of the line's, and its standard error; what r sees.</param>
internal sealed record KnobCalibration(
    double Slope,
    double SlopeError,
    double Intercept,
    double Correlation,
    double MeanAbsoluteError,
    double Spread,
    (double Mean, double Sd) Noise,
    (double Share, double Error) Scatter)
{
    // Of √max(0, z² − 1), z standard normal: its mean and standard deviation.
    private const double OfNoise = 0.3426236, SdOfNoise = 0.6054341;

    public static KnobCalibration Of(IReadOnlyList<KnobBin> bins)
    {
        double n = bins.Sum(b => b.Rows), x = bins.Sum(b => b.Rows * b.Asked) / n, y = bins.Sum(b => b.Rows * b.Delivered) / n;
        double sxx = 0, sxy = 0, syy = 0, noise = 0, slopeNoise = 0, error = 0, sum = 0, squares = 0, fourth = 0;
        foreach (KnobBin b in bins)
        {
            double w = b.Rows / n, dx = b.Asked - x, dy = b.Delivered - y, off = b.Delivered - b.Asked,
                variance = b.StandardError * b.StandardError;
            sxx += w * dx * dx;
            sxy += w * dx * dy;
            syy += w * dy * dy;
            noise += w * (1 - w) * variance;
            slopeNoise += w * w * dx * dx * variance;
            error += w * Math.Sqrt(Math.Max(0, (off * off) - variance));
            sum += w * b.StandardError;
            squares += w * w * variance;
            fourth += w * w * variance * variance;
        }

        double slope = sxx > 0 ? sxy / sxx : double.NaN, clean = Math.Max(syy - noise, 0);
        double r = sxx > 0 && clean > 0 ? Math.Clamp(sxy / Math.Sqrt(sxx * clean), -1, 1) : 0;
        double median = Median(bins, n);
        double line = sxx > 0 ? sxy * sxy / sxx : 0;
        return new KnobCalibration(
            slope,
            sxx > 0 ? Math.Sqrt(slopeNoise) / sxx : double.NaN,
            y - (slope * x),
            r,
            error,
            bins.Sum(b => b.Rows / n * Math.Abs(b.Asked - median)),
            (OfNoise * sum, SdOfNoise * Math.Sqrt(squares)),
            line > 0 ? ((clean - line) / line, Math.Sqrt(2 * fourth) / line) : (double.PositiveInfinity, 0));
    }

    private static double Median(IReadOnlyList<KnobBin> bins, double n)
    {
        double before = 0;
        foreach (KnobBin b in bins.OrderBy(b => b.Asked))
        {
            before += b.Rows;
            if (before >= 0.5 * n)
            {
                return b.Asked;
            }
        }

        return bins[^1].Asked;
    }
}
