namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// B(d; w) + v·Var(d) with B = w·mean(d²) + (1 − w)·mean(SmoothL1(d)), SmoothL1(d) = ½d² for |d| &lt; 1 and |d| − ½ beyond; the variance is
/// the biased one (docs/methods/sandbox-penalty.md). For |d| &lt; 1, as with probabilities, it is a weighted mean square.
/// </summary>
internal static class CompositeLoss
{
    /// <summary>Its value; adds <paramref name="factor"/> times its derivative by each d to the slopes.</summary>
    /// <param name="d">Discrepancies.</param>
    /// <param name="squareShare">w.</param>
    /// <param name="variance">v for a factor of 1.</param>
    /// <param name="factor">What the slopes are multiplied by; 0 for the value alone.</param>
    /// <param name="slopes">One a discrepancy.</param>
    public static double Value(ReadOnlySpan<double> d, double squareShare, double variance, double factor, Span<double> slopes)
    {
        int n = d.Length;
        double mean = 0, squares = 0, smooth = 0;
        foreach (double v in d)
        {
            mean += v / n;
            squares += v * v / n;
            smooth += (Math.Abs(v) < 1 ? 0.5 * v * v : Math.Abs(v) - 0.5) / n;
        }

        double spread = 0;
        for (int i = 0; i < n; i++)
        {
            spread += (d[i] - mean) * (d[i] - mean) / n;
            slopes[i] += factor / n * (
                (2 * squareShare * d[i]) + ((1 - squareShare) * Math.Clamp(d[i], -1, 1)) + (2 * variance * (d[i] - mean)));
        }

        return (squareShare * squares) + ((1 - squareShare) * smooth) + (variance * spread);
    }
}
