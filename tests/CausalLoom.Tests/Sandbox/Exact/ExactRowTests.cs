using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.Exact;

namespace CausalLoom.Tests.Sandbox.Exact;

/// <summary>The identities of the exact mode, against sums over U and T written out.</summary>
public sealed class ExactRowTests
{
    [Fact]
    public void MeansMeetTauAndBothKappas()
    {
        RandomStream stream = RandomStream.Of(3);
        for (int k = 0; k < 500; k++)
        {
            OutcomeTargets asked = new(0.02 + (0.96 * stream.NextDouble()), stream.NextNormal(), stream.NextNormal(), stream.NextNormal());
            double imbalance = 0.05 + (0.45 * stream.NextDouble()), free = stream.NextNormal();
            ExactRow row = ExactRow.Numeric(asked, free, imbalance, 1, 1);
            (double y00, double y01, double y10, double y11) = Means(row);
            double e = asked.Propensity;
            Assert.Equal(free, y00, 10);
            Assert.Equal(asked.Kappa0, y01 - y00, 9);
            Assert.Equal(asked.Kappa1, y11 - y10, 9);
            Assert.Equal(asked.Tau, ((1 - e) * (y10 - y00)) + (e * (y11 - y01)), 9);
            Assert.Equal(asked.Contrast, y11 - y00, 9);
            Assert.Equal(asked.Tau, row.Marginal(1) - row.Marginal(0), 9);
            Assert.Equal(asked.Kappa0, row.Kappa(0), 9);
            Assert.Equal(asked.Kappa1, row.Kappa(1), 9);
        }
    }

    [Fact]
    public void TheConfounderObeysBayesRule()
    {
        RandomStream stream = RandomStream.Of(4);
        for (int k = 0; k < 200; k++)
        {
            double e = 0.01 + (0.98 * stream.NextDouble()), imbalance = 0.5 * stream.NextDouble();
            double one = LatentConfounder.Propensity(1, e, imbalance), zero = LatentConfounder.Propensity(0, e, imbalance);
            Assert.InRange(one, 0, 1);
            Assert.InRange(zero, 0, 1);
            Assert.Equal(e, 0.5 * (one + zero), 12);
            Assert.Equal(0.5 * one / e, LatentConfounder.Given(1, e, imbalance), 12);
            Assert.Equal(0.5 * (1 - zero) / (1 - e), 1 - LatentConfounder.Given(0, e, imbalance), 12);
            Assert.Equal(imbalance, LatentConfounder.Given(1, e, imbalance) - LatentConfounder.Given(0, e, imbalance), 12);
        }
    }

    [Fact]
    public void TwoLevelsKeepTheRequestWhereverItFits()
    {
        RandomStream stream = RandomStream.Of(5);
        int moved = 0, infeasible = 0;
        for (int k = 0; k < 2000; k++)
        {
            OutcomeTargets asked = new(0.05 + (0.9 * stream.NextDouble()), 1.6 * (stream.NextDouble() - 0.5),
                0.4 * (stream.NextDouble() - 0.5), 0.4 * (stream.NextDouble() - 0.5));
            double free = stream.NextDouble();
            ExactRow row = ExactRow.Binary(asked, free, 0.5);
            foreach (double mean in new[] { row.Mean00, row.Mean01, row.Mean10, row.Mean11 })
            {
                Assert.InRange(mean, 0, 1);
            }

            if (!row.Feasible)
            {
                infeasible++;
                continue;
            }

            (double y00, double y01, double y10, double y11) = Means(row);
            moved += Math.Abs(y00 - free) > 1e-9 ? 1 : 0;
            Assert.Equal(asked.Kappa0, y01 - y00, 9);
            Assert.Equal(asked.Kappa1, y11 - y10, 9);
            Assert.Equal(asked.Tau, row.Marginal(1) - row.Marginal(0), 9);
        }

        // All three kinds of row were there.
        Assert.InRange(moved, 100, 1900);
        Assert.InRange(infeasible, 1, 400);
    }

    [Fact]
    public void TheFreeNumberIsTheLeastSquaresOne()
    {
        OutcomeTargets asked = new(0.3, 0.2, 0.1, -0.05);
        double best = asked.Free(0.4, 0.9, 2, 5);
        double Loss(double a) => (2 * (a - 0.4) * (a - 0.4)) + (5 * (a + asked.Contrast - 0.9) * (a + asked.Contrast - 0.9));
        Assert.True(Loss(best) < Loss(best + 1e-4) && Loss(best) < Loss(best - 1e-4));
    }

    [Fact]
    public void NoiseAndConfounderTogetherHaveTheRealSpread()
    {
        OutcomeTargets asked = new(0.3, 0.2, 0.4, -0.3);
        ExactRow row = ExactRow.Numeric(asked, 1, 0.5, 2, 3);
        for (int arm = 0; arm < 2; arm++)
        {
            double share = LatentConfounder.Given(arm, 0.3, 0.5), delta = row.Mean(arm, 1) - row.Mean(arm, 0);
            Assert.Equal(arm == 0 ? 4 : 9, (delta * delta * share * (1 - share)) + (row.Sigma(arm) * row.Sigma(arm)), 10);
        }
    }

    [Fact]
    public void StrengthIsWhatItsDefinitionsGive()
    {
        // At e = ½ and Δ = ½: P(T = 1 | u) = ¾ and ¼, odds ratio 9; E[Y(s) | u] differ by κ/Δ = .2.
        ExactRow row = ExactRow.Binary(new OutcomeTargets(0.5, 0.1, 0.1, 0.1), 0.4, 0.5);
        ConfounderStrength strength = ConfounderStrength.Of([row, row], binary: true)!;
        Assert.Equal(9, strength.TreatmentOddsRatio, 9);
        Assert.Equal(9, strength.Gamma, 9);
        Assert.Equal(0.25, strength.PartialR2Treatment, 9);
        Assert.Equal(0.2, strength.OutcomeEffect0, 9);

        // Y | T = 0 has mean .4 and U explains .2²·3/16; Y | T = 1 has mean a + c = .6.
        Assert.Equal(0.04 * 3 / 16 / 0.24, strength.PartialR2Outcome, 9);

        // E[Y | T = 1]/E[Y | T = 0] = .6/.4; E[Y(1)]/E[Y(0)] = .55/.45.
        double bias = 0.6 / 0.4 * (0.45 / 0.55);
        Assert.Equal(bias + Math.Sqrt(bias * (bias - 1)), strength.EValue!.Value, 9);
        Assert.Null(ConfounderStrength.Of([ExactRow.Binary(new OutcomeTargets(0.5, 0.1, 0, 0), 0.4, 0)], binary: true));
    }

    // E[Y(s) | T = t] as sums over u.
    private static (double Y00, double Y01, double Y10, double Y11) Means(ExactRow row)
    {
        return (Of(0, 0), Of(0, 1), Of(1, 0), Of(1, 1));

        double Of(int potential, int arm)
        {
            double e = row.Propensity, one = 0.5 * LatentConfounder.Propensity(1, e, row.Imbalance),
                zero = 0.5 * LatentConfounder.Propensity(0, e, row.Imbalance);
            (one, zero) = arm == 1 ? (one, zero) : (0.5 - one, 0.5 - zero);
            return ((one * row.Mean(potential, 1)) + (zero * row.Mean(potential, 0))) / (one + zero);
        }
    }
}
