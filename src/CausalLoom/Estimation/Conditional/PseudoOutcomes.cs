namespace CausalLoom.Estimation.Conditional;

/// <summary>
/// The pseudo-outcomes whose regression on X gives the effect τ(x) (docs/methods/conditional-effects.md; Kennedy 2020 for DR,
/// Künzel et al. 2019 and Curth and van der Schaar 2021 for RA). Pure functions of one row.
/// </summary>
public static class PseudoOutcomes
{
    /// <summary>The ε that the paper's code adds to each denominator.</summary>
    public const double Epsilon = 1e-7;

    /// <summary>
    /// Doubly robust: ψ = (w/(p+ε) − (1−w)/(1−p+ε))·y + (1 − w/(p+ε))·μ₁ − (1 − (1−w)/(1−p+ε))·μ₀. Its mean given x is
    /// τ(x) where either p or both μ are right.
    /// </summary>
    /// <param name="w">The arm, 0 or 1.</param>
    /// <param name="y">The outcome.</param>
    /// <param name="p">P(W = 1 | x), clipped or not.</param>
    /// <param name="mu0">E[Y | x, W = 0].</param>
    /// <param name="mu1">E[Y | x, W = 1].</param>
    /// <returns>ψ, in outcome units.</returns>
    public static double DoublyRobust(int w, double y, double p, double mu0, double mu1)
    {
        double treated = w / (p + Epsilon);
        double control = (1 - w) / (1 - p + Epsilon);
        return ((treated - control) * y) + ((1 - treated) * mu1) - ((1 - control) * mu0);
    }

    /// <summary>Regression adjustment: ψ = w·(y − μ₀) + (1−w)·(μ₁ − y); needs no propensity and no division.</summary>
    /// <param name="w">The arm, 0 or 1.</param>
    /// <param name="y">The outcome.</param>
    /// <param name="mu0">E[Y | x, W = 0].</param>
    /// <param name="mu1">E[Y | x, W = 1].</param>
    /// <returns>ψ, in outcome units.</returns>
    public static double RegressionAdjusted(int w, double y, double mu0, double mu1) => w == 1 ? y - mu0 : mu1 - y;
}
