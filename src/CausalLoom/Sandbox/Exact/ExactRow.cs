using CausalLoom.Mechanisms.Residuals;

namespace CausalLoom.Sandbox.Exact;

/// <summary>
/// What decides the outcomes of a row: E[Y(s) | x, u] for both s and u, the propensity, the imbalance of U, and the noise.
/// </summary>
internal readonly record struct ExactRow(double Propensity, double Imbalance, double Mean00, double Mean01, double Mean10, double Mean11,
    double Sigma0, double Sigma1, bool Feasible)
{
    /// <summary>E[Y(s) | x, u].</summary>
    public double Mean(int potential, int u) => potential == 0 ? (u == 0 ? Mean00 : Mean01) : u == 0 ? Mean10 : Mean11;

    /// <summary>E[Y(s) | x].</summary>
    public double Marginal(int potential) => 0.5 * (Mean(potential, 0) + Mean(potential, 1));

    /// <summary>κ_s(x), from the means that are drawn from.</summary>
    public double Kappa(int potential) => Imbalance * (Mean(potential, 1) - Mean(potential, 0));

    /// <summary>The standard deviation of Y(s) about its mean given (x, u).</summary>
    public double Sigma(int potential) => potential == 0 ? Sigma0 : Sigma1;

    /// <summary>A row of a numeric outcome.</summary>
    /// <param name="targets">What is asked.</param>
    /// <param name="free">The free number a.</param>
    /// <param name="imbalance">Δ, or 0 where there is no U.</param>
    /// <param name="sigma0">The real standard deviation of Y about its mean among controls.</param>
    /// <param name="sigma1">The same among the treated.</param>
    public static ExactRow Numeric(OutcomeTargets targets, double free, double imbalance, double sigma0, double sigma1)
    {
        ExactRow means = Of(targets, free, imbalance, feasible: true);
        return means with { Sigma0 = means.Left(0, sigma0), Sigma1 = means.Left(1, sigma1) };
    }

    /// <summary>A row of a numeric outcome that keeps within a range: its means are moved as those of two levels are.</summary>
    public static ExactRow Numeric(OutcomeTargets targets, double free, double imbalance, double sigma0, double sigma1, OutcomeRange range)
    {
        ExactRow means = Within(targets, free, imbalance, range.Lower, range.Upper);
        return means with { Sigma0 = means.Left(0, sigma0), Sigma1 = means.Left(1, sigma1) };
    }

    /// <summary>A row of an outcome with two levels: all means given u are probabilities.</summary>
    public static ExactRow Binary(OutcomeTargets targets, double free, double imbalance) => Within(targets, free, imbalance, 0, 1);

    // a is moved until all means given u lie in the range; where no a will do, it is put in the middle and the means are cut off, which
    // gives
    // up the request in this row.
    private static ExactRow Within(OutcomeTargets targets, double free, double imbalance, double low, double high)
    {
        ExactRow above = Of(targets, 0, imbalance, feasible: true);
        double least = Math.Min(Math.Min(above.Mean00, above.Mean01), Math.Min(above.Mean10, above.Mean11));
        double most = Math.Max(Math.Max(above.Mean00, above.Mean01), Math.Max(above.Mean10, above.Mean11));
        ExactRow row = Of(targets, OutcomeTargets.Within(free, least, most, low, high), imbalance, feasible: most - least <= high - low);
        return row with
            { Mean00 = Inside(row.Mean00), Mean01 = Inside(row.Mean01), Mean10 = Inside(row.Mean10), Mean11 = Inside(row.Mean11) };

        double Inside(double mean) => Math.Clamp(mean, low, high);
    }

    private static ExactRow Of(OutcomeTargets targets, double a, double imbalance, bool feasible)
    {
        double e = targets.Propensity, share = LatentConfounder.Given(0, e, imbalance);
        double delta0 = imbalance > 0 ? targets.Kappa0 / imbalance : 0, delta1 = imbalance > 0 ? targets.Kappa1 / imbalance : 0;
        double base0 = a - (delta0 * share), base1 = a + targets.TreatedOfControls - (delta1 * share);
        return new ExactRow(e, imbalance, base0, base0 + delta0, base1, base1 + delta1, 0, 0, feasible);
    }

    // U spreads the outcomes of an arm already: what is left of the real spread is noise.
    private double Left(int arm, double sigma)
    {
        double share = LatentConfounder.Given(arm, Propensity, Imbalance), delta = Mean(arm, 1) - Mean(arm, 0);
        return Math.Sqrt(Math.Max(0, (sigma * sigma) - (delta * delta * share * (1 - share))));
    }
}
