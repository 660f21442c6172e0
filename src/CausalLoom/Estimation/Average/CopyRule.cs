namespace CausalLoom.Estimation.Average;

/// <summary>
/// The variance of the mean of M estimates, each from a copy of m synthetic rows whose model was fitted to n rows drawn anew from the real
/// ones: what an analyst knows without a measurement of the release. v̄ is the mean of their variances, b the variance between them.
/// </summary>
/// <param name="Se">√T.</param>
/// <param name="Freedom">Degrees of freedom; NaN: normal.</param>
/// <param name="Adjusted">Whether the rule's own variance was not above 0, and another took its place.</param>
public sealed record CopyRule(double Se, double Freedom, bool Adjusted)
{
    /// <summary>
    /// T = (1 + 1/M) b − v̄ with Student's t of (M − 1)(1 − v̄/((1 + 1/M) b))² degrees of freedom (Raghunathan, Reiter and Rubin 2003,
    /// section 4); T = (m/n) v̄ where that is not above 0 (Reiter 2002, section 3).
    /// </summary>
    /// <param name="copies">M, two or more.</param>
    /// <param name="ratio">m/n.</param>
    /// <param name="within">v̄.</param>
    /// <param name="between">b.</param>
    public static CopyRule Between(int copies, double ratio, double within, double between)
    {
        double wide = (1 + (1.0 / copies)) * between, share = 1 - (within / wide);
        return wide > within ? new CopyRule(Math.Sqrt(wide - within), (copies - 1) * share * share, false)
            : new CopyRule(Math.Sqrt(ratio * within), double.NaN, true);
    }

    /// <summary>
    /// T = v̄ (m/n + (1 + m/n)/M), normal (Raab, Nowok and Dibben 2016, T_p): right where a model's rows vary as the real ones do, and as
    /// sure as v̄ is.
    /// </summary>
    /// <param name="copies">M.</param>
    /// <param name="ratio">m/n.</param>
    /// <param name="within">v̄.</param>
    public static CopyRule Within(int copies, double ratio, double within) =>
        new(Math.Sqrt(within * (ratio + ((1 + ratio) / copies))), double.NaN, false);

    /// <summary>The half width in standard errors where normal draws would have <paramref name="normal"/>.</summary>
    internal double Critical(double normal) => new PopulationError([], [], []) { Freedom = Freedom }.Critical(normal);
}
