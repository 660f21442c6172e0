using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.Exact;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// What a request implies for the real rows: their covariates, the requested propensity, and outcome means that meet the request and stay
/// as near to the real arm regressions as it allows (<see cref="OutcomeTargets.Free"/>), with regressions that did not see the row.
/// </summary>
internal sealed class ImpliedLaw
{
    private readonly CausalData _real;
    private readonly double[][] _mean;
    private readonly double[][] _noise;

    private ImpliedLaw(CausalData real, double[] propensity, double[][] mean, double[][] noise) => (_real, Propensity, _mean, _noise) = (real, propensity, mean, noise);

    /// <summary>P(T = 1 | x) as requested.</summary>
    public double[] Propensity { get; }

    /// <summary>Works it out.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="request">The request on them.</param>
    /// <param name="regressions">The real regressions: out-of-fold means, propensity and residual variances.</param>
    public static ImpliedLaw Of(CausalData real, Request request, RealRegressions regressions)
    {
        int n = real.Rows;
        double[][] mean = [new double[n], new double[n]], noise = [new double[n], new double[n]];
        for (int i = 0; i < n; i++)
        {
            OutcomeTargets asked = new(request.Propensity[i], request.Tau[i], request.Kappa0[i], request.Kappa1[i]);
            double a = asked.Free(regressions.Mu0[i], regressions.Mu1[i], (1 - regressions.Propensity[i]) / regressions.Variance[0], regressions.Propensity[i] / regressions.Variance[1]);
            a = real.IsBinaryOutcome ? asked.WithinUnit(a) : a;
            (mean[0][i], mean[1][i]) = (a, a + asked.Contrast);
            for (int t = 0; t < 2; t++)
            {
                if (real.IsBinaryOutcome)
                {
                    mean[t][i] = Math.Clamp(mean[t][i], 0, 1);
                    noise[t][i] = mean[t][i] * (1 - mean[t][i]);
                }
                else
                {
                    noise[t][i] = regressions.Variance[t];
                }
            }
        }

        return new ImpliedLaw(real, request.Propensity, mean, noise);
    }

    /// <summary>The correlation of a variable of the real rows with the outcome of an arm, over rows as the request puts them in it.</summary>
    public double WithOutcome(double[] x, int arm) => WeightedCorrelation.Of(x, _mean[arm], _noise[arm], arm == 1 ? Propensity : Array.ConvertAll(Propensity, e => 1 - e));

    /// <summary>The correlation of a variable of the real rows with treatment.</summary>
    public double WithTreatment(double[] x) => WeightedCorrelation.Of(x, Propensity, Array.ConvertAll(Propensity, e => e * (1 - e)), []);

    /// <summary>The real covariates with treatment and outcome drawn from it; a numeric outcome gets the residual of a real row of its arm.</summary>
    public (int[] Arms, double[] Outcome) Draw(RealRegressions regressions, RandomStream stream)
    {
        int n = Propensity.Length;
        int[] arms = new int[n];
        double[] y = new double[n];
        double[][] residuals = [regressions.Residuals(_real, 0), regressions.Residuals(_real, 1)];
        for (int i = 0; i < n; i++)
        {
            int t = arms[i] = stream.NextBernoulli(Propensity[i]) ? 1 : 0;
            y[i] = _real.IsBinaryOutcome ? (stream.NextBernoulli(_mean[t][i]) ? 1 : 0) : _mean[t][i] + residuals[t][stream.NextInt(residuals[t].Length)];
        }

        return (arms, y);
    }
}
