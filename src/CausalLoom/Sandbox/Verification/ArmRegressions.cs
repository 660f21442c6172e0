namespace CausalLoom.Sandbox.Verification;

/// <summary>Real regressions at some rows, [rows].</summary>
/// <param name="Mu0">μ̂₀.</param>
/// <param name="Mu1">μ̂₁.</param>
/// <param name="Propensity">ê.</param>
internal sealed record ArmRegressions(double[] Mu0, double[] Mu1, double[] Propensity);
