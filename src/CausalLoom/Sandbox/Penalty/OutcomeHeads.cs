namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// The outcome decoder's heads and what they say, in one place for training and drawing: two logits of a two-level outcome, or two means
/// and two raw log-variances of a number, for Y(0) and Y(1).
/// </summary>
/// <param name="IsBinary">Whether the outcome has two levels.</param>
/// <param name="Low">The smallest standardised outcome, where means are bounded; otherwise NaN.</param>
/// <param name="High">The largest.</param>
internal sealed record OutcomeHeads(bool IsBinary, double Low, double High)
{
    private const double LogVarianceBound = 5;

    /// <summary>The number of heads.</summary>
    public int Width => IsBinary ? 2 : 4;

    /// <summary>E[Y(a)] given a row of heads, and its derivative by head a.</summary>
    public (double Mean, double Slope) Mean(ReadOnlySpan<float> head, int a)
    {
        if (!IsBinary && double.IsNaN(Low))
        {
            return (head[a], 1);
        }

        double p = 1 / (1 + Math.Exp(-head[a]));
        return IsBinary ? (p, p * (1 - p)) : (Low + ((High - Low) * p), (High - Low) * p * (1 - p));
    }

    /// <summary>The standard deviation of a numeric Y(a).</summary>
    public static double Deviation(ReadOnlySpan<float> head, int a) => Math.Exp(0.5 * LogVarianceBound * Math.Tanh(head[2 + a]));

    /// <summary>−log p(y) under head a, without ½ log 2π; adds factor times its derivative.</summary>
    public double NegativeLog(ReadOnlySpan<float> head, int a, double y, double factor, Span<float> gradient)
    {
        if (IsBinary)
        {
            double z = head[a], p = 1 / (1 + Math.Exp(-z));
            gradient[a] += (float)(factor * (p - y));
            return Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (y * z);
        }

        (double mean, double slope) = Mean(head, a);
        double tanh = Math.Tanh(head[2 + a]), log = LogVarianceBound * tanh, precision = Math.Exp(-log), d = y - mean;
        gradient[a] -= (float)(factor * d * precision * slope);
        gradient[2 + a] += (float)(factor * 0.5 * (1 - (d * d * precision)) * LogVarianceBound * (1 - (tanh * tanh)));
        return 0.5 * (log + (d * d * precision));
    }

    /// <summary>(y − E[Y(a)])²; adds factor times its derivative.</summary>
    public double SquaredError(ReadOnlySpan<float> head, int a, double y, double factor, Span<float> gradient)
    {
        (double mean, double slope) = Mean(head, a);
        gradient[a] += (float)(-2 * factor * (y - mean) * slope);
        return (y - mean) * (y - mean);
    }
}
