using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Sandbox.Exact;

/// <summary>The treatment and outcome laws of the exact mode: knobs, the real arm regressions and the real noise.</summary>
/// <param name="Knobs">What is asked.</param>
/// <param name="Mu">The real arm regressions μ₀ and μ₁.</param>
/// <param name="Real">The real propensity ê.</param>
/// <param name="Intercept">c of P(T = 1 | x) = σ(−log α(x) − c), or what is added to the real logit.</param>
/// <param name="Variance">The mean residual variance of each arm, [2].</param>
/// <param name="Law">The noise of a numeric outcome, or null.</param>
/// <param name="IsBinary">Whether the outcome has two levels.</param>
/// <param name="Imbalance">Δ, or 0 where there is no confounding and hence no U.</param>
internal sealed record ExactMechanism(
    SandboxKnobs Knobs,
    IOutcomeModel Mu,
    IBinaryPropensityModel Real,
    double Intercept,
    double[] Variance,
    HeteroscedasticResidualLaw? Law,
    bool IsBinary,
    double Imbalance)
{
    private const double Probable = 1e-6;

    /// <summary>How far τ yields to the real contrast.</summary>
    public required double Tilt { get; init; }

    /// <summary>The range that a numeric outcome is kept in; null: none.</summary>
    public OutcomeRange? Range { get; init; }

    /// <summary>The laws of given rows.</summary>
    public ExactRow[] Rows(Table x) => Rows(x, Mu.Mean(x, 0), Mu.Mean(x, 1), Real.Predict(x));

    /// <summary>The laws of given rows whose real regressions are known, as out-of-fold ones are.</summary>
    public ExactRow[] Rows(Table x, double[] mu0, double[] mu1, double[] real)
    {
        OutcomeTargets[] targets = Targets(x, real);
        double[] sigma0 = Sigma(x, 0), sigma1 = Sigma(x, 1);
        ExactRow[] rows = new ExactRow[targets.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            OutcomeTargets asked = targets[i];
            asked = asked with { Tau = asked.Tau + (Tilt * Gap(asked, mu0[i], mu1[i])) };
            double free = asked.Free(mu0[i], mu1[i], (1 - real[i]) / Variance[0], real[i] / Variance[1]);
            rows[i] = IsBinary ? ExactRow.Binary(asked, free, Imbalance)
                : Range is { } range ? ExactRow.Numeric(asked, free, Imbalance, sigma0[i], sigma1[i], range)
                : ExactRow.Numeric(asked, free, Imbalance, sigma0[i], sigma1[i]);
        }

        return rows;
    }

    /// <summary>What is asked of given rows.</summary>
    public OutcomeTargets[] Targets(Table x, double[] real)
    {
        double[] e = Propensity(x, real), tau = Knobs.Tau.Checked("tau", x), kappa0 = Knobs.Kappa0.Checked("kappa0", x),
            kappa1 = Knobs.Kappa1.Checked("kappa1", x);
        return [.. e.Select((p, i) => new OutcomeTargets(p, tau[i], kappa0[i], kappa1[i]))];
    }

    /// <summary>G(x) = μ₁ − μ₀ − c: what the request takes from the real contrast of the arms in this row.</summary>
    public static double Gap(OutcomeTargets asked, double mu0, double mu1) => mu1 - mu0 - asked.Contrast;

    /// <summary>P(T = 1 | x).</summary>
    public double[] Propensity(Table x, double[] real) => [.. Scores(Knobs, x, real).Select(s => Probability(s + Intercept))];

    /// <summary>The same mechanism with the intercept at which the mean propensity of given rows is as wanted.</summary>
    public ExactMechanism WithShare(Table x, double share)
    {
        double[] scores = Scores(Knobs, x, Real.Predict(x));
        double low = -60 - scores.Max(), high = 60 - scores.Min();

        // The mean rises with the intercept; bisection to the last bit needs no derivative and cannot fail.
        for (int k = 0; k < 200 && low < high; k++)
        {
            double middle = 0.5 * (low + high);
            if (middle == low || middle == high)
            {
                break;
            }

            (low, high) = scores.Average(s => Probability(s + middle)) < share ? (middle, high) : (low, middle);
        }

        return this with { Intercept = 0.5 * (low + high) };
    }

    private static double[] Scores(SandboxKnobs knobs, Table x, double[] real) => knobs.LogAlpha is { } knob
        ? Array.ConvertAll(knob.Checked("log-alpha", x), a => -a)
        : Array.ConvertAll(real, LogisticRegression.Logit);

    // A propensity of 0 or 1 has no odds, and no U can be tied to it.
    private static double Probability(double score) => Math.Clamp(LogisticRegression.Sigmoid(score), Probable, 1 - Probable);

    private double[] Sigma(Table x, int arm)
    {
        int[] arms = new int[x.Rows];
        Array.Fill(arms, arm);
        return Law?.Sigma(x, arms) ?? new double[x.Rows];
    }
}
