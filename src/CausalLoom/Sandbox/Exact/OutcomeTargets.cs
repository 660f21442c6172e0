namespace CausalLoom.Sandbox.Exact;

/// <summary>
/// The four means E[Y(s) | x, T = t] of a row that meet τ, κ₀ and κ₁ (docs/methods/sandbox.md), written as one free
/// number a and what each mean is above it.
/// </summary>
/// <remarks>
/// With d_t = E[Y(1) − Y(0) | x, T = t] the identities are τ = (1 − e) d₀ + e d₁ and d₁ − d₀ = κ₁ − κ₀, so d_t = τ + (t − e)(κ₁ − κ₀).
/// Hence
/// E[Y(0) | 0] = a, E[Y(0) | 1] = a + κ₀, E[Y(1) | 0] = a + τ − e(κ₁ − κ₀), E[Y(1) | 1] = a + c, with the observed contrast
/// c = τ + (1 − e) κ₁ + e κ₀.
/// </remarks>
internal readonly record struct OutcomeTargets(double Propensity, double Tau, double Kappa0, double Kappa1)
{
    /// <summary>c(x) = E[Y | x, T = 1] − E[Y | x, T = 0], which the request decides.</summary>
    public double Contrast => Tau + ((1 - Propensity) * Kappa1) + (Propensity * Kappa0);

    /// <summary>E[Y(1) | x, T = 0] − a.</summary>
    public double TreatedOfControls => Tau - (Propensity * (Kappa1 - Kappa0));

    /// <summary>
    /// The free number that keeps the arms' real regressions best: weighted least squares of a against μ₀ and of a + c against μ₁.
    /// </summary>
    /// <param name="mu0">The real E[Y | x, T = 0].</param>
    /// <param name="mu1">The real E[Y | x, T = 1].</param>
    /// <param name="weight0">How far the first is to be trusted.</param>
    /// <param name="weight1">How far the second is.</param>
    public double Free(double mu0, double mu1, double weight0, double weight1) =>
        ((weight0 * mu0) + (weight1 * (mu1 - Contrast))) / (weight0 + weight1);

    /// <summary>The nearest a at which all four means are probabilities; in the middle where there is none.</summary>
    public double WithinUnit(double free) => WithinRange(free, 0, 1);

    /// <summary>The nearest a at which all four means lie in a range; in the middle where there is none.</summary>
    public double WithinRange(double free, double low, double high)
    {
        double least = Math.Min(Math.Min(0, Kappa0), Math.Min(TreatedOfControls, Contrast)),
            most = Math.Max(Math.Max(0, Kappa0), Math.Max(TreatedOfControls, Contrast));
        return Within(free, least, most, low, high);
    }

    /// <summary>
    /// The a nearest to <paramref name="free"/> at which a + least and a + most lie in a range; in the middle where there is none.
    /// </summary>
    public static double Within(double free, double least, double most, double low, double high) =>
        most - least <= high - low ? Math.Clamp(free, low - least, Math.Max(low - least, high - most)) : 0.5 * (low + high - least - most);
}
