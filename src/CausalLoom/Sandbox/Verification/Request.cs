using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox.Exact;

namespace CausalLoom.Sandbox.Verification;

/// <summary>What was asked of given rows, worked out anew from the knobs: nothing here comes from the model under test.</summary>
/// <param name="Tau">τ.</param>
/// <param name="Kappa0">κ₀.</param>
/// <param name="Kappa1">κ₁.</param>
/// <param name="LogOdds">log P(T = 1 | x)/P(T = 0 | x), normalised so that its mean propensity is the share wanted.</param>
internal sealed record Request(double[] Tau, double[] Kappa0, double[] Kappa1, double[] LogOdds)
{
    // Where a propensity is 0 or 1 to the last bit there are no odds, no α and no contrast to measure: nearer than 1e-6 is not told apart.
    private static readonly double Certain = LogisticRegression.Logit(1 - 1e-6);

    /// <summary>Whether treatment is assigned as in the real data, so that the propensity is an estimate.</summary>
    public bool AsReal { get; init; }

    /// <summary>Where a numeric outcome was asked to have no noise: the imbalance of U, or 0 where there is none.</summary>
    public double? NoiseFree { get; init; }

    /// <summary>P(T = 1 | x).</summary>
    public double[] Propensity { get; } = Array.ConvertAll(LogOdds, LogisticRegression.Sigmoid);

    /// <summary>μ₁(x) − μ₀(x) = τ + (1 − e) κ₁ + e κ₀ as an analyst sees it.</summary>
    public double[] Contrast => [.. Tau.Select((t, i) => t + ((1 - Propensity[i]) * Kappa1[i]) + (Propensity[i] * Kappa0[i]))];

    /// <summary>Works the request out.</summary>
    /// <param name="knobs">The knobs.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="share">The share of treated.</param>
    /// <param name="real">The real propensity, which holds where no overlap is asked for.</param>
    public static Request Of(SandboxKnobs knobs, Table rows, double share, IBinaryPropensityModel real)
    {
        double[] score = knobs.LogAlpha is { } overlap
            ? Array.ConvertAll(overlap.Checked("log-alpha", rows), a => -a)
            : Array.ConvertAll(real.Predict(rows), LogisticRegression.Logit);
        double shift = Shift(score, share);
        return new Request(
            knobs.Tau.Checked("tau", rows),
            knobs.Kappa0.Checked("kappa0", rows),
            knobs.Kappa1.Checked("kappa1", rows),
            Array.ConvertAll(score, s => Math.Clamp(s + shift, -Certain, Certain))) { AsReal = knobs.LogAlpha is null };
    }

    /// <summary>What U adds to the outcome of row i in an arm: P(U = 1 | x, T) and E[Y | x, T, U = 1] − E[Y | x, T, U = 0].</summary>
    public (double Share, double Effect) Latent(int arm, int i) => NoiseFree is > 0 and { } imbalance
        ? (LatentConfounder.Given(arm, Propensity[i], imbalance), (arm == 1 ? Kappa1[i] : Kappa0[i]) / imbalance)
        : (0, 0);

    private static double Shift(double[] score, double share)
    {
        double low = -50 - score.Max(), high = 50 - score.Min();
        for (int k = 0; k < 100; k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = score.Average(s => LogisticRegression.Sigmoid(s + middle)) < share ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }
}
