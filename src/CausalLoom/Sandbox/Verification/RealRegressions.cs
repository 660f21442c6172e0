using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Regressions of the real rows, each by models that did not see the row: learnt for the verification, not taken from the model under test.</summary>
/// <param name="Mu0">μ̂₀, [rows].</param>
/// <param name="Mu1">μ̂₁, [rows].</param>
/// <param name="Propensity">ê, [rows].</param>
/// <param name="Assignment">The propensity for other rows.</param>
/// <param name="Variance">The residual variance of each arm, [2].</param>
internal sealed record RealRegressions(double[] Mu0, double[] Mu1, double[] Propensity, IPropensityModel Assignment, double[] Variance)
{
    public static RealRegressions Of(CausalData real, FitContext context)
    {
        OutcomeCrossFit held = RealOutcome.Fit(new StackedOutcome(), real, 5, context.Child("outcome")).Held;
        CrossFittedPropensity assignment = new CalibratedPropensity().CrossFit(real.Covariates, real.Treatment, context.Child("treatment"));
        RealRegressions all = new(held.Mean0, held.Mean1, assignment.OutOfFold, assignment.Model, [1, 1]);
        double mean = real.Outcome.Average(), floor = Math.Max(1e-12, 1e-6 * real.Outcome.Average(y => (y - mean) * (y - mean)));
        return all with { Variance = [.. new[] { 0, 1 }.Select(t => Math.Max(floor, all.Residuals(real, t).Average(r => r * r)))] };
    }

    /// <summary>The residuals of an arm, less their mean.</summary>
    public double[] Residuals(CausalData real, int arm)
    {
        double[] mu = arm == 1 ? Mu1 : Mu0;
        double[] residuals = [.. Enumerable.Range(0, real.Rows).Where(i => real.Treatment[i] == arm).Select(i => real.Outcome[i] - mu[i])];
        double mean = residuals.Average();
        return Array.ConvertAll(residuals, r => r - mean);
    }
}
