namespace CausalLoom.Evaluation.Treatment;

/// <summary>The flexible JSD_π between its null and its oracle.</summary>
/// <param name="Score">1 − mean d_JS between real out-of-fold and synthetic propensities over real rows.</param>
/// <param name="Null">The same for the better of permuted W and a constant.</param>
/// <param name="Oracle">The same for a perfect mechanism, by resampling real rows.</param>
/// <param name="Noise">The standard deviation of oracle − null over draws.</param>
/// <param name="Evidence">z of the real propensity's out-of-fold log-likelihood gain over a constant.</param>
/// <param name="Propensities">Out-of-fold propensities of the real rows, [K][n].</param>
public sealed record AssignmentScore(double Score, double Null, double Oracle, double Noise, double Evidence, double[][] Propensities)
{
    private const double EvidenceNeeded = 2.33;
    private const double NoiseFactor = 2;

    /// <summary>
    /// Whether real assignment can be told from a randomised one: the propensity must beat a constant on rows it has not
    /// seen (one-sided test, false-alarm rate 1 %), and the oracle must exceed the null by two standard deviations of a draw.
    /// </summary>
    public bool IsDistinguishable => Evidence > EvidenceNeeded && Oracle - Null > NoiseFactor * Noise;

    /// <summary>
    /// (score − null) / (oracle − null): 0 or less for an assignment that ignores X, 1 in expectation for the true mechanism,
    /// far below 0 for a reversed one; not clipped, since clipping would bias means. Null where
    /// <see cref="IsDistinguishable"/> fails.
    /// </summary>
    public double? Normalized => IsDistinguishable ? (Score - Null) / (Oracle - Null) : null;
}
