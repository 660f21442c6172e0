namespace CausalLoom.Evaluation.Outcome;

/// <summary>
/// The law "mean + a residual drawn from these": what a side has learned of Y given (X, W), with its continuous ranked
/// probability score. CRPS(F, y) = E|E − y| − ½·E|E − E′| (Gneiting and Raftery 2007, eq. 21), exact for the empirical law.
/// </summary>
public sealed class ResidualLaw
{
    private readonly double[] _sorted;
    private readonly double[] _prefix;
    private readonly double _halfSpread;

    /// <summary>The empirical law of these residuals.</summary>
    /// <param name="residuals">At least one finite value.</param>
    public ResidualLaw(ReadOnlySpan<double> residuals)
    {
        if (residuals.IsEmpty)
        {
            throw new ArgumentException("A residual law needs at least one residual.", nameof(residuals));
        }

        _sorted = residuals.ToArray();
        Array.Sort(_sorted);
        int m = _sorted.Length;
        _prefix = new double[m + 1];
        double spread = 0, squares = 0;
        for (int i = 0; i < m; i++)
        {
            _prefix[i + 1] = _prefix[i] + _sorted[i];

            // Σ_{i<j} (e_j − e_i) = Σ_j (2j − m + 1)·e_j for sorted e.
            spread += ((2.0 * i) - m + 1) * _sorted[i];
            squares += _sorted[i] * _sorted[i];
        }

        _halfSpread = spread / ((double)m * m);
        MeanSquare = squares / m;
    }

    /// <summary>The mean of the squared residuals.</summary>
    public double MeanSquare { get; }

    /// <summary>CRPS of the law with that mean at an outcome; lower is better.</summary>
    public double Crps(double mean, double outcome)
    {
        double at = outcome - mean;
        int m = _sorted.Length, below = CountBelow(at);
        double sum = (at * below) - _prefix[below] + (_prefix[m] - _prefix[below]) - (at * (m - below));
        return (sum / m) - _halfSpread;
    }

    private int CountBelow(double at)
    {
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_sorted[middle] < at)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
