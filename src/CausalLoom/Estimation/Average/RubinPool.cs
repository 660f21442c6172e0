using MathNet.Numerics.Distributions;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Estimates of M completed tables as one: Rubin's rules (Rubin 1987, eq. 3.1.2 to 3.1.5) with the degrees of freedom of Barnard and Rubin
/// (1999, eq. 3 to 5), which are never more than those of the complete data.
/// </summary>
/// <param name="Tables">M.</param>
/// <param name="Estimate">The mean of the estimates.</param>
/// <param name="Within">W̄, the mean of their variances.</param>
/// <param name="Between">B, the variance between them, with M − 1.</param>
/// <param name="Freedom">ν, of Student's t; infinite where nothing is lost and the complete data's are.</param>
/// <param name="MissingInformation">The share of information about the effect that is missing, (r + 2/(ν + 3))/(r + 1) with
/// r = (1 + 1/M)B/W̄ (Rubin 1987, eq. 3.1.10).</param>
public sealed record RubinPool(int Tables, double Estimate, double Within, double Between, double Freedom, double MissingInformation)
{
    /// <summary>T = W̄ + (1 + 1/M)B.</summary>
    public double Total => Within + ((1 + (1.0 / Tables)) * Between);

    /// <summary>Pools.</summary>
    /// <param name="estimates">The estimate of each table, on a scale where errors are normal (ratios: logarithms), [M], M ≥ 2.</param>
    /// <param name="variances">Its variance, [M].</param>
    /// <param name="complete">The degrees of freedom that complete data would have; infinite: a normal interval.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or not one variance an estimate.</exception>
    public static RubinPool Of(IReadOnlyList<double> estimates, IReadOnlyList<double> variances, double complete)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ArgumentNullException.ThrowIfNull(variances);
        int m = estimates.Count;
        if (m < 2 || variances.Count != m)
        {
            throw new ArgumentException($"There are {m} estimates and {variances.Count} variances.", nameof(variances));
        }

        double mean = estimates.Average(), within = variances.Average();
        double between = estimates.Sum(e => (e - mean) * (e - mean)) / (m - 1), lost = (1 + (1.0 / m)) * between;
        double share = lost > 0 ? lost / (within + lost) : 0, increase = lost / within;
        double old = share > 0 ? (m - 1) / (share * share) : double.PositiveInfinity;
        double seen = double.IsInfinity(complete) ? complete : (complete + 1) / (complete + 3) * complete * (1 - share);
        double freedom = double.IsInfinity(old) ? seen : double.IsInfinity(seen) ? old : old * seen / (old + seen);
        double missing = lost > 0 ? (increase + (2 / (freedom + 3))) / (increase + 1) : 0;
        return new RubinPool(m, mean, within, between, freedom, missing);
    }

    /// <summary>Student's quantile, also of infinite degrees of freedom.</summary>
    internal static double Quantile(double freedom, double probability) => freedom > 1e8
        ? Normal.InvCDF(0, 1, probability) : StudentT.InvCDF(0, 1, freedom, probability);

    /// <summary>Student's distribution, also of infinite degrees of freedom.</summary>
    internal static double Probability(double freedom, double t) => freedom > 1e8 ? Normal.CDF(0, 1, t) : StudentT.CDF(0, 1, freedom, t);
}
