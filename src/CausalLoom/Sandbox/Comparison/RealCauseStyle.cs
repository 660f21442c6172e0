using CausalLoom.Data;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// Real covariates, fitted treatment and outcome models and RealCause's three knobs: logit e′ = m + s·(logit ê − m) with m its mean over the
/// real rows, and τ′ = a·[τ̄ + h·(τ̂ − τ̄)] with τ̄ the mean of τ̂. E[Y(0) | x] stays, except for an outcome with two levels where it is
/// moved as little as makes both means probabilities: τ′ holds in every row, which a cut of the means would break.
/// </summary>
/// <param name="Mechanisms">The models.</param>
/// <param name="Knobs">The knobs.</param>
public sealed record RealCauseStyle(Plasmode Mechanisms, RealCauseKnobs Knobs)
{
    /// <summary>Fits the models and turns the knobs.</summary>
    /// <exception cref="CausalLoomException">A knob is out of range, or an effect on an outcome with two levels is beyond 1.</exception>
    public TunedSource Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        Require(Knobs.Overlap is >= 0 and <= 100, "overlap must be from 0 to 100");
        Require(double.IsFinite(Knobs.EffectScale), "effect scale must be a number");
        Require(Knobs.Heterogeneity is >= 0 and <= 1, "heterogeneity must be from 0 to 1");
        FittedSequential fitted = Mechanisms.FitSource(data, context);
        Truth real = TunedSource.Population(fitted, data);
        double logit = real.Propensity[1].Average(Score), effect = real.Cate().Average();
        return new TunedSource(
            fitted,
            data,
            e => Array.ConvertAll(e, p => LogisticRegression.Sigmoid(logit + (Knobs.Overlap * (Score(p) - logit)))),
            (mu0, mu1) => Effects(mu0, mu1, effect, fitted.OutcomeShape.IsBinary));
    }

    private (double[] Mu0, double[] Mu1) Effects(double[] mu0, double[] mu1, double mean, bool binary)
    {
        double[] first = new double[mu0.Length], second = new double[mu0.Length];
        for (int i = 0; i < first.Length; i++)
        {
            double effect = Knobs.EffectScale * (mean + (Knobs.Heterogeneity * (mu1[i] - mu0[i] - mean)));
            if (binary && Math.Abs(effect) > 1)
            {
                throw new CausalLoomException(FormattableString.Invariant($"An effect scale of {Knobs.EffectScale} makes a risk difference of {effect:0.##}, which no probabilities have: make it smaller."));
            }

            first[i] = binary ? Math.Clamp(mu0[i], Math.Max(0, -effect), Math.Min(1, 1 - effect)) : mu0[i];
            second[i] = first[i] + effect;
        }

        return (first, second);
    }

    // A propensity of 0 or 1 has no odds.
    private static double Score(double p) => LogisticRegression.Logit(Math.Clamp(p, 1e-6, 1 - 1e-6));

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new CausalLoomException($"RealCause's {what}.");
        }
    }
}
