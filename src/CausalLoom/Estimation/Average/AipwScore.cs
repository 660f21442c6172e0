namespace CausalLoom.Estimation.Average;

/// <summary>
/// The score of augmented inverse-probability weighting (Robins, Rotnitzky and Zhao 1994), apart from learners and folds.
/// </summary>
public static class AipwScore
{
    /// <summary>
    /// φᵢ = μ₁ − μ₀ + W (Y − μ₁)/g − (1 − W)(Y − μ₀)/(1 − g): its mean is the average effect, its variance over n that
    /// estimate's variance, and φ itself the doubly robust pseudo-outcome of each row.
    /// </summary>
    /// <param name="outcome">Y, [n].</param>
    /// <param name="treatment">W, 0 or 1, [n].</param>
    /// <param name="mu0">μ₀(x), [n].</param>
    /// <param name="mu1">μ₁(x), [n].</param>
    /// <param name="propensity">g(x) in (0, 1), [n].</param>
    /// <param name="score">φ, [n].</param>
    public static void Compute(ReadOnlySpan<double> outcome, ReadOnlySpan<int> treatment, ReadOnlySpan<double> mu0,
        ReadOnlySpan<double> mu1, ReadOnlySpan<double> propensity, Span<double> score)
    {
        int n = outcome.Length;
        if (treatment.Length != n || mu0.Length != n || mu1.Length != n || propensity.Length != n || score.Length != n)
        {
            throw new ArgumentException("The score's inputs differ in length.", nameof(score));
        }

        for (int i = 0; i < n; i++)
        {
            double residual = treatment[i] == 1
                ? (outcome[i] - mu1[i]) / propensity[i]
                : -(outcome[i] - mu0[i]) / (1 - propensity[i]);
            score[i] = mu1[i] - mu0[i] + residual;
        }
    }
}
