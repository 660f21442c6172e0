using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.Exact;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// What a request implies for given rows: their covariates, the requested propensity, and outcome means that meet the request and stay as
/// near to the real arm regressions as it allows (<see cref="OutcomeTargets.Free"/>). Of the real rows, with regressions that did not see
/// the
/// row, it is an estimate, whose errors are known; of generated rows it is what their outcomes and arms are held against.
/// </summary>
internal sealed class ImpliedLaw
{
    private readonly bool _binary;
    private readonly Request _request;
    private readonly UncertainVariable _treatment;
    private readonly UncertainVariable[] _outcome;

    private ImpliedLaw(bool binary, Request request, UncertainVariable treatment, UncertainVariable[] outcome) =>
        (_binary, _request, _treatment, _outcome) = (binary, request, treatment, outcome);

    /// <summary>P(T = 1 | x) as requested.</summary>
    public double[] Propensity => _treatment.Mean;

    /// <summary>For the real rows.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="request">The request on them.</param>
    /// <param name="regressions">The real regressions: out-of-fold means, propensity and residual variances.</param>
    public static ImpliedLaw Of(CausalData real, Request request, RealRegressions regressions)
    {
        double[] assigned = request.AsReal ? [.. real.Treatment.Select((t, i) => t - regressions.Held.Propensity[i])]
            : new double[real.Rows];
        double[] residual =
            [.. real.Treatment.Select((t, i) => real.Outcome[i] - (t == 1 ? regressions.Held.Mu1[i] : regressions.Held.Mu0[i]))];

        // a leans on μ_t by its share of the weights w_t ∝ ê_t/V_t, and μ_t on the row by 1(T = t)/ê_t: ê_t falls out.
        double[] learnt =
            [.. real.Treatment.Select((t, i) => residual[i] / regressions.Variance[t] / regressions.Trust(regressions.Held, i).Sum())];
        return At(real.IsBinaryOutcome, request, regressions, regressions.Held, assigned, learnt);
    }

    /// <summary>For generated rows.</summary>
    /// <param name="binary">Whether the outcome has two levels.</param>
    /// <param name="request">The request on them.</param>
    /// <param name="regressions">The real regressions.</param>
    /// <param name="rows">The rows.</param>
    public static ImpliedLaw Of(bool binary, Request request, RealRegressions regressions, Table rows) =>
        At(binary, request, regressions, regressions.At(rows), new double[rows.Rows], new double[rows.Rows]);

    /// <summary>The mean of the outcome of rows of an arm, [rows].</summary>
    public double[] Mean(int arm) => _outcome[arm].Mean;

    /// <summary>The correlation of a variable of the rows with the outcome of an arm, over rows as the request puts them in it.</summary>
    public CorrelationEstimate WithOutcome(double[] x, int arm) =>
        WithOutcome(x, arm, arm == 1 ? Propensity : Array.ConvertAll(Propensity, e => 1 - e));

    /// <summary>The same over rows with these weights.</summary>
    public CorrelationEstimate WithOutcome(double[] x, int arm, double[] weights) => WeightedCorrelation.Of(x, _outcome[arm], weights);

    /// <summary>The correlation of a variable of the rows with treatment.</summary>
    public CorrelationEstimate WithTreatment(double[] x) => WeightedCorrelation.Of(x, _treatment, []);

    /// <summary>
    /// Outcomes as drawn, of rows that took these arms. Where a request wants no noise they get the real noise's variance for the
    /// comparison, less
    /// what U has spread them by: so correlations are in units of the real spread, and no two regressions look apart for want of noise.
    /// </summary>
    public UncertainVariable Drawn(int[] arms, double[] outcome) =>
        _request.NoiseFree is null ? UncertainVariable.Seen(outcome) : UncertainVariable.Seen(outcome) with
    {
        Noise = [.. arms.Select((t, i) => _request.Latent(t, i) is var (share, effect)
            ? Math.Max(0, _outcome[t].Noise[i] - (share * (1 - share) * effect * effect)) : 0)],
    };

    /// <summary>
    /// Treatment and outcome of every real row drawn from it; a numeric outcome gets the residual of a real row of its arm, or where the
    /// request
    /// wants no noise what U makes of it.
    /// </summary>
    public (int[] Arms, double[] Outcome) Draw(CausalData real, RealRegressions regressions, RandomStream stream)
    {
        int n = Propensity.Length;
        int[] arms = new int[n];
        double[] y = new double[n];
        double[][] residuals = [regressions.Residuals(real, 0), regressions.Residuals(real, 1)];
        for (int i = 0; i < n; i++)
        {
            int t = arms[i] = stream.NextBernoulli(Propensity[i]) ? 1 : 0;
            y[i] = _binary ? (stream.NextBernoulli(Mean(t)[i]) ? 1 : 0)
                : Mean(t)[i] + (_request.NoiseFree is null ? residuals[t][stream.NextInt(residuals[t].Length)] : Latent(t, i, stream));
        }

        return (arms, y);
    }

    private double Latent(int arm, int i, RandomStream stream)
    {
        (double share, double effect) = _request.Latent(arm, i);
        return effect * ((stream.NextBernoulli(share) ? 1 : 0) - share);
    }

    private static ImpliedLaw At(bool binary, Request request, RealRegressions regressions, ArmRegressions means, double[] assigned,
        double[] learnt)
    {
        int n = request.Propensity.Length;
        double[][] mean = [new double[n], new double[n]], error = [new double[n], new double[n]];
        for (int i = 0; i < n; i++)
        {
            OutcomeTargets asked = new(request.Propensity[i], request.Tau[i], request.Kappa0[i], request.Kappa1[i]);
            double[] trust = regressions.Trust(means, i);
            double free = asked.Free(means.Mu0[i], means.Mu1[i], trust[0], trust[1]), a = binary ? asked.WithinUnit(free) : free;
            (mean[0][i], mean[1][i]) = binary ? (Math.Clamp(a, 0, 1), Math.Clamp(a + asked.Contrast, 0, 1)) : (a, a + asked.Contrast);

            // Where the request leaves no choice, no regression can be wrong.
            error[0][i] = error[1][i] = a == free ? learnt[i] : 0;
        }

        return new ImpliedLaw(binary, request, UncertainVariable.Coin(request.Propensity, assigned), [Arm(0), Arm(1)]);

        UncertainVariable Arm(int t) => binary
            ? UncertainVariable.Coin(mean[t], error[t])
            : new UncertainVariable(mean[t], [.. Enumerable.Repeat(regressions.Variance[t], n)], new double[n], error[t]);
    }
}
