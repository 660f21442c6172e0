namespace CausalLoom.Studies;

/// <summary>
/// Performance measures of an estimator over replicates, each with its Monte-Carlo standard error (Morris, White and Crowther 2019,
/// table 6; the jackknife for the RMSE). θ̂_i are estimates, V̂_i squared standard errors, R their number.
/// </summary>
public static class Performance
{
    /// <summary>The precision a method gains over the study's first; reported where a study names it.</summary>
    internal const string Gain = "precision_gain";

    private static readonly string[] Plain =
        ["bias", "empirical_se", "model_se", "relative_error_model_se", "mse", "rmse", "coverage", "bias_eliminated_coverage", "power"];

    /// <summary>The measures, in the order of reports.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Plain, Gain, .. FitPerformance.Names];

    /// <summary>The measures that are reported where a study does not name any.</summary>
    /// <param name="fits">Whether a source is fitted for the study.</param>
    public static IReadOnlyList<string> Default(bool fits) => fits ? [.. Plain, .. FitPerformance.Names] : Plain;

    /// <summary>All measures but those of fits, of the replicates in which the method gave an estimate, by their names.</summary>
    /// <param name="estimates">Estimates, standard errors and intervals.</param>
    /// <param name="truth">θ, or NaN where nobody knows it: bias, MSE, RMSE and coverage are then unknown.</param>
    public static IReadOnlyDictionary<string, Measured> Of(IReadOnlyList<StudyEstimate> estimates, double truth)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        double[] values = [.. estimates.Select(e => e.Estimate)], variances = [.. estimates.Select(e => e.Se * e.Se)];
        double mean = values.Length == 0 ? double.NaN : Mean(values);

        // No interval excludes nothing, but cannot be held against the truth.
        StudyEstimate[] intervals = [.. estimates.Where(e => e.HasInterval)];
        return new Dictionary<string, Measured>(StringComparer.Ordinal)
        {
            ["bias"] = Bias(values, truth),
            ["empirical_se"] = EmpiricalSe(values),
            ["model_se"] = ModelSe(variances),
            ["relative_error_model_se"] = RelativeError(values, variances),
            ["mse"] = MeanSquaredError(values, truth),
            ["rmse"] = RootMeanSquaredError(values, truth),
            ["coverage"] = double.IsNaN(truth) ? Measured.Unknown : Share(intervals, e => e.Lower <= truth && truth <= e.Upper),
            ["bias_eliminated_coverage"] = Share(intervals, e => e.Lower <= mean && mean <= e.Upper),
            ["power"] = Share(estimates, e => e.Lower > 0 || e.Upper < 0),
        };
    }

    /// <summary>mean θ̂ − θ; EmpSE/√R.</summary>
    public static Measured Bias(double[] estimates, double truth)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        return estimates.Length == 0 ? Measured.Unknown
            : new Measured(Mean(estimates) - truth, double.IsNaN(truth) ? double.NaN : Deviation(estimates) / Math.Sqrt(estimates.Length));
    }

    /// <summary>The standard deviation of θ̂; EmpSE/√(2(R − 1)).</summary>
    public static Measured EmpiricalSe(double[] estimates)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        double deviation = Deviation(estimates);
        return new Measured(deviation, deviation / Math.Sqrt(2.0 * (estimates.Length - 1)));
    }

    /// <summary>√mean V̂; √(Var V̂ / (4 R ModSE²)).</summary>
    public static Measured ModelSe(double[] variances)
    {
        ArgumentNullException.ThrowIfNull(variances);
        if (variances.Length == 0)
        {
            return Measured.Unknown;
        }

        double mean = Mean(variances), spread = Deviation(variances);
        return new Measured(Math.Sqrt(mean), Math.Sqrt(spread * spread / (4 * variances.Length * mean)));
    }

    /// <summary>100 (ModSE/EmpSE − 1); 100 (ModSE/EmpSE) √(Var V̂ / (4 R ModSE⁴) + 1/(2(R − 1))).</summary>
    public static Measured RelativeError(double[] estimates, double[] variances)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ArgumentNullException.ThrowIfNull(variances);
        if (estimates.Length == 0)
        {
            return Measured.Unknown;
        }

        double mean = Mean(variances), spread = Deviation(variances), ratio = Math.Sqrt(mean) / Deviation(estimates);
        double relative = (spread * spread / (4 * estimates.Length * mean * mean)) + (1 / (2.0 * (estimates.Length - 1)));
        return new Measured(100 * (ratio - 1), 100 * ratio * Math.Sqrt(relative));
    }

    /// <summary>
    /// By how many per cent the precision of estimates B exceeds that of A on the same data, 100 ((EmpSE_A/EmpSE_B)² − 1);
    /// 200 (EmpSE_A/EmpSE_B)² √((1 − ρ²)/(R − 1)), ρ the correlation of the two.
    /// </summary>
    /// <param name="reference">A.</param>
    /// <param name="estimates">B, in the same order.</param>
    public static Measured PrecisionGain(double[] reference, double[] estimates)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(estimates);
        if (reference.Length != estimates.Length)
        {
            throw new ArgumentException("Precision is compared on the same replicates.", nameof(estimates));
        }

        if (estimates.Length < 2)
        {
            return Measured.Unknown;
        }

        double a = Deviation(reference), b = Deviation(estimates), meanA = Mean(reference), meanB = Mean(estimates);
        double ratio = a / b * (a / b), joint = Sum([.. reference.Zip(estimates, (x, y) => (x - meanA) * (y - meanB))]);
        double rho = joint / (a * b * (estimates.Length - 1));
        return new Measured(100 * (ratio - 1), 200 * ratio * Math.Sqrt(Math.Max(0, 1 - (rho * rho)) / (estimates.Length - 1)));
    }

    /// <summary>mean (θ̂ − θ)²; √(Σ[(θ̂_i − θ)² − MSE]² / (R(R − 1))).</summary>
    public static Measured MeanSquaredError(double[] estimates, double truth)
    {
        double[] squares = Squares(estimates, truth);
        return squares.Length == 0 ? Measured.Unknown : new Measured(Mean(squares), Deviation(squares) / Math.Sqrt(squares.Length));
    }

    /// <summary>√MSE; jackknife over replicates, √((R − 1)/R Σ(RMSE₍₋ᵢ₎ − mean)²).</summary>
    public static Measured RootMeanSquaredError(double[] estimates, double truth)
    {
        double[] squares = Squares(estimates, truth);
        if (squares.Length == 0)
        {
            return Measured.Unknown;
        }

        double total = Sum(squares), count = squares.Length;
        double[] without = Array.ConvertAll(squares, square => Math.Sqrt(Math.Max(0, total - square) / (count - 1)));
        double spread = Deviation(without);
        return new Measured(Math.Sqrt(total / count), (count - 1) / Math.Sqrt(count) * spread);
    }

    /// <summary>
    /// How many replicates bring a measure's Monte-Carlo standard error to <paramref name="wanted"/>: all fall as 1/√R. A share of 0 or
    /// 1 has none, so there (events + 1)/(R + 2) stands for it.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="measured">The measure.</param>
    /// <param name="replicates">R, in which it was measured.</param>
    /// <param name="wanted">The standard error that is wanted, above 0.</param>
    /// <returns>The number, or null where it cannot be told.</returns>
    public static long? ReplicatesNeeded(string name, Measured measured, int replicates, double wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted);
        double se = measured.MonteCarloSe;
        if (name is "coverage" or "bias_eliminated_coverage" or "power" && se == 0)
        {
            double p = ((measured.Value * replicates) + 1) / (replicates + 2);
            se = Math.Sqrt(p * (1 - p) / replicates);
        }

        // Those with R − 1 below the root need one more than those with R.
        double scale = name == "empirical_se" ? replicates - 1 : replicates;
        double needed = Math.Ceiling((scale * (se / wanted) * (se / wanted)) - 1e-9) + (name == "empirical_se" ? 1 : 0);
        return double.IsFinite(needed) && needed < long.MaxValue / 2 ? Math.Max(2, (long)needed) : null;
    }

    private static Measured Share(IReadOnlyList<StudyEstimate> estimates, Func<StudyEstimate, bool> isSo)
    {
        if (estimates.Count == 0)
        {
            return Measured.Unknown;
        }

        double p = estimates.Count(isSo) / (double)estimates.Count;
        return new Measured(p, Math.Sqrt(p * (1 - p) / estimates.Count));
    }

    private static double[] Squares(double[] estimates, double truth)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        return double.IsNaN(truth) ? [] : Array.ConvertAll(estimates, e => (e - truth) * (e - truth));
    }

    private static double Mean(double[] values) => Sum(values) / values.Length;

    // With divisor R − 1; NaN for fewer than two.
    private static double Deviation(double[] values)
    {
        if (values.Length < 2)
        {
            return double.NaN;
        }

        double mean = Mean(values);
        return Math.Sqrt(Sum(Array.ConvertAll(values, v => (v - mean) * (v - mean))) / (values.Length - 1));
    }

    // Neumaier's compensated sum.
    private static double Sum(double[] values)
    {
        double sum = 0, lost = 0;
        foreach (double v in values)
        {
            double next = sum + v;
            lost += Math.Abs(sum) >= Math.Abs(v) ? sum - next + v : v - next + sum;
            sum = next;
        }

        return sum + lost;
    }
}
