namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// What is asked of the outcome module in each real row, in the module's units (a numeric outcome's standard deviations).
/// </summary>
/// <param name="Arms">The row's arm.</param>
/// <param name="Tau">τ.</param>
/// <param name="Kappa0">κ₀.</param>
/// <param name="Kappa1">κ₁.</param>
/// <param name="Propensity">e, of the assignment asked for.</param>
internal sealed record OutcomeRequest(int[] Arms, double[] Tau, double[] Kappa0, double[] Kappa1, double[] Propensity)
{
    /// <summary>E[Y(1) − Y(0) | x, T = t] = τ + (t − e)(κ₁ − κ₀) (docs/methods/sandbox.md).</summary>
    public double Effect(int row, int arm) => Tau[row] + ((arm - Propensity[row]) * (Kappa1[row] - Kappa0[row]));
}
