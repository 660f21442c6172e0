namespace CausalLoom.Estimation.Average;

/// <summary>What a score is a function of: outcomes, arms and nuisances of n rows. Learners and folds are not its business.</summary>
public sealed record EffectInput
{
    /// <summary>Checks the lengths.</summary>
    /// <param name="outcome">Y, [n].</param>
    /// <param name="treatment">W, 0 or 1, [n].</param>
    /// <param name="mu0">μ₀(x), [n].</param>
    /// <param name="mu1">μ₁(x), [n].</param>
    /// <param name="propensity">g(x) in (0, 1), [n].</param>
    /// <param name="weights">Sampling weights > 0, [n], or null for 1; only their ratios matter.</param>
    public EffectInput(double[] outcome, int[] treatment, double[] mu0, double[] mu1, double[] propensity, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(treatment);
        ArgumentNullException.ThrowIfNull(mu0);
        ArgumentNullException.ThrowIfNull(mu1);
        ArgumentNullException.ThrowIfNull(propensity);
        int n = outcome.Length;
        if (treatment.Length != n || mu0.Length != n || mu1.Length != n || propensity.Length != n
            || (weights is not null && weights.Length != n))
        {
            throw new ArgumentException("The score's inputs differ in length.", nameof(outcome));
        }

        (Outcome, Treatment, Mu0, Mu1, Propensity) = (outcome, treatment, mu0, mu1, propensity);
        double mean = weights?.Average() ?? 1;
        Weights = weights is null ? [.. Enumerable.Repeat(1.0, n)] : Array.ConvertAll(weights, w => w / mean);
    }

    /// <summary>Y.</summary>
    public double[] Outcome { get; }

    /// <summary>W.</summary>
    public int[] Treatment { get; }

    /// <summary>μ₀(x).</summary>
    public double[] Mu0 { get; init; }

    /// <summary>μ₁(x).</summary>
    public double[] Mu1 { get; init; }

    /// <summary>g(x).</summary>
    public double[] Propensity { get; }

    /// <summary>Sampling weights with mean 1.</summary>
    public double[] Weights { get; }

    /// <summary>n.</summary>
    public int Rows => Outcome.Length;
}
