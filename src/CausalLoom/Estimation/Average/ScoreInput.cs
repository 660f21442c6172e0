using CausalLoom.Data;

namespace CausalLoom.Estimation.Average;

/// <summary>What a score is a function of: outcomes, levels and nuisances of n rows. Learners and folds are not its business.</summary>
public sealed record ScoreInput
{
    /// <summary>Checks the lengths.</summary>
    /// <param name="outcome">Y, [n].</param>
    /// <param name="treatment">W, 0 … K − 1, [n].</param>
    /// <param name="mu">μ_w(x), [K][n].</param>
    /// <param name="propensity">g_w(x) in (0, 1), [K][n].</param>
    /// <param name="weights">Sampling weights > 0, [n], or null for 1; only their ratios matter.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public ScoreInput(double[] outcome, int[] treatment, double[][] mu, double[][] propensity, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(treatment);
        ArgumentNullException.ThrowIfNull(mu);
        ArgumentNullException.ThrowIfNull(propensity);
        int n = outcome.Length;
        if (treatment.Length != n || mu.Length != propensity.Length || (weights?.Length ?? n) != n
            || mu.Concat(propensity).Any(level => level.Length != n))
        {
            throw new ArgumentException("The score's inputs differ in length.", nameof(outcome));
        }

        (Outcome, Treatment, Mu, Propensity) = (outcome, treatment, mu, propensity);
        double mean = weights?.Average() ?? 1;
        Weights = weights is null ? [.. Enumerable.Repeat(1.0, n)] : Array.ConvertAll(weights, w => w / mean);
    }

    /// <summary>Data with their nuisances.</summary>
    public static ScoreInput Of(CausalData data, Nuisances nuisances)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(nuisances);
        return new ScoreInput(data.Outcome.Values, data.Treatment.Codes, nuisances.Mu, nuisances.Propensity, data.Given);
    }

    /// <summary>Y.</summary>
    public double[] Outcome { get; }

    /// <summary>W.</summary>
    public int[] Treatment { get; }

    /// <summary>μ, [K][n].</summary>
    public double[][] Mu { get; init; }

    /// <summary>g, [K][n].</summary>
    public double[][] Propensity { get; init; }

    /// <summary>The equations that g and μ solve; null: they are taken as given.</summary>
    internal NuisanceEquations? Equations { get; init; }

    /// <summary>Sampling weights with mean 1.</summary>
    public double[] Weights { get; }

    /// <summary>n.</summary>
    public int Rows => Outcome.Length;

    /// <summary>K.</summary>
    public int Levels => Mu.Length;
}
