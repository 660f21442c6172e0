using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Regressions of the real rows: learnt for the verification, not taken from the model under test.</summary>
/// <param name="Held">At the real rows, each by models that did not see the row.</param>
/// <param name="Outcome">μ̂₀ and μ̂₁ of other rows.</param>
/// <param name="Assignment">ê of other rows.</param>
/// <param name="Variance">The residual variance of each arm, [2].</param>
/// <param name="Names">The covariates they are functions of.</param>
internal sealed record RealRegressions(ArmRegressions Held, IOutcomeModel Outcome, IBinaryPropensityModel Assignment, double[] Variance,
    IReadOnlyList<string> Names)
{
    public static RealRegressions Of(CausalData real, FitContext context)
    {
        (IOutcomeModel outcome, CrossFittedOutcome held) = RealOutcome.Fit(new StackedOutcome(), real, 5, context.Child("outcome"));
        CrossFittedBinaryPropensity assignment = 
            new CalibratedPropensity().CrossFit(real.Covariates, real.Treatment.Codes, context.Child("treatment"));
        ArmRegressions means = new(held.Mu[0], held.Mu[1], assignment.OutOfFold);
        RealRegressions all = new(means, outcome, assignment.Model, [1, 1], [.. real.Covariates.Columns.Select(c => c.Name)]);
        double mean = real.Outcome.Average(), floor = Math.Max(1e-12, 1e-6 * real.Outcome.Average(y => (y - mean) * (y - mean)));
        return all with { Variance = [.. new[] { 0, 1 }.Select(t => Math.Max(floor, all.Residuals(real, t).Average(r => r * r)))] };
    }

    /// <summary>The regressions at other rows.</summary>
    public ArmRegressions At(Table rows)
    {
        Table x = rows.Select(Names);
        return new ArmRegressions(Outcome.Mean(x, 0), Outcome.Mean(x, 1), Assignment.Predict(x));
    }

    /// <summary>How far each arm's regression is to be trusted at row i: P̂(T = t | x)/residual variance.</summary>
    public double[] Trust(ArmRegressions means, int i) => [(1 - means.Propensity[i]) / Variance[0], means.Propensity[i] / Variance[1]];

    /// <summary>The residuals of an arm, less their mean.</summary>
    public double[] Residuals(CausalData real, int arm)
    {
        double[] mu = arm == 1 ? Held.Mu1 : Held.Mu0;
        double[] residuals = [.. Enumerable.Range(0, real.Rows).Where(i => real.Treatment[i] == arm).Select(i => real.Outcome[i] - mu[i])];
        double mean = residuals.Average();
        return Array.ConvertAll(residuals, r => r - mean);
    }
}
