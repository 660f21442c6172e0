namespace CausalLoom.Estimation.Average;

/// <summary>An estimate and each row's influence on it.</summary>
/// <param name="Estimate">ψ̂, in outcome units.</param>
/// <param name="Influence">The influence function of each row, mean 0: ψ̂ − ψ ≈ mean of it. [n].</param>
public sealed record EffectScore(double Estimate, double[] Influence)
{
    /// <summary>The scale of the estimate.</summary>
    public EffectScale Scale { get; init; }

    /// <summary>As <see cref="LevelMeans.Corrected"/>.</summary>
    internal bool Corrected { get; init; }

    /// <summary>estimate ± c·SE; of a ratio on the scale of its logarithm.</summary>
    /// <param name="se">The standard error of the estimate.</param>
    /// <param name="critical">c, such as 1.96.</param>
    public (double Lower, double Upper) Interval(double se, double critical)
    {
        if (Scale == EffectScale.Difference)
        {
            return (Estimate - (critical * se), Estimate + (critical * se));
        }

        double factor = Math.Exp(critical * se / Estimate);
        return (Estimate / factor, Estimate * factor);
    }

    /// <summary>
    /// The standard error √(Σ IFᵢ² / (n(n − 1))); with clusters, influences are summed within each and the sum over G clusters is
    /// scaled by G/(G − 1).
    /// </summary>
    /// <param name="clusters">The cluster of each row, or null where rows are independent.</param>
    /// <exception cref="CausalLoomException">There are fewer than two clusters.</exception>
    public double StandardError(IReadOnlyList<int>? clusters = null)
    {
        int n = Influence.Length;
        if (clusters is null)
        {
            double mean = Influence.Average();
            return Math.Sqrt(Influence.Sum(v => (v - mean) * (v - mean)) / (n - 1.0) / n);
        }

        SortedDictionary<int, double> sums = [];
        for (int i = 0; i < n; i++)
        {
            sums[clusters[i]] = sums.GetValueOrDefault(clusters[i]) + Influence[i];
        }

        int count = sums.Count;
        return count < 2
            ? throw new CausalLoomException("All rows are in one cluster: a clustered standard error needs at least two.")
            : Math.Sqrt(sums.Values.Sum(v => v * v) * count / (count - 1.0)) / n;
    }
}
