namespace CausalLoom.Sandbox.Exact;

/// <summary>
/// A binary cause U of treatment and outcome that no covariate tells of: P(U = 1 | x) = ½ for every x, and
/// P(U = 1 | x, T = 1) − P(U = 1 | x, T = 0) = Δ. By Bayes' rule P(U = 1 | x, T = t) = ½ + (t − e) Δ, and
/// P(T = 1 | x, u) = e (1 + (2u − 1) · 2 (1 − e) Δ). Given (x, u) the potential outcomes do not depend on T, so
/// E[Y(s) | x, T = t] = b_s + δ_s P(U = 1 | x, T = t) and κ_s = δ_s Δ: δ_s = κ_s/Δ realises any κ, whatever its sign in either arm.
/// </summary>
internal static class LatentConfounder
{
    /// <summary>P(U = 1 | x, T = t).</summary>
    public static double Given(int arm, double propensity, double imbalance) => 0.5 + ((arm - propensity) * imbalance);

    /// <summary>P(T = 1 | x, U = u).</summary>
    public static double Propensity(int u, double propensity, double imbalance) =>
        propensity * (1 + (((2 * u) - 1) * 2 * (1 - propensity) * imbalance));
}
