using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.Penalty;

namespace CausalLoom.Tests.Sandbox.Penalty;

/// <summary>Each term of the outcome module's loss against its formula, and its derivatives against finite differences.</summary>
public sealed class PenaltyTermTests
{
    private static readonly int[] Batch = [0, 1, 2, 3, 4, 5];

    public static TheoryData<string> Ways => ["constraints", "weights", "weights mse", "as coded", "as coded mse"];

    [Fact]
    public void TheCompositeIsItsFormulaAndAWeightedMeanSquareOfSmallErrors()
    {
        double[] d = [0.4, -1.7, 0.2, 3], slopes = new double[4];
        double mean = d.Average(), variance = d.Average(v => (v - mean) * (v - mean));
        double expected = (0.3 * d.Average(v => v * v)) + (0.7 * ((0.08 + 1.2 + 0.02 + 2.5) / 4)) + (0.2 * variance);
        Assert.Equal(expected, CompositeLoss.Value(d, 0.3, 0.2, 0, slopes), 1e-12);
        Assert.All(slopes, s => Assert.Equal(0, s));

        double[] small = [0.1, -0.3, 0.2];
        Assert.Equal(0.65 * small.Average(v => v * v), CompositeLoss.Value(small, 0.3, 0, 0, new double[3]), 1e-12);
    }

    [Fact]
    public void TheCompositesSlopesAreThoseOfFiniteDifferences()
    {
        double[] d = [0.4, -1.7, 0.2, 3], slopes = new double[4];
        CompositeLoss.Value(d, 0.3, 0.2, 5, slopes);
        for (int k = 0; k < d.Length; k++)
        {
            Assert.Equal(5 * Slope(d, k, v => CompositeLoss.Value(v, 0.3, 0.2, 0, new double[4])), slopes[k], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void ThePenaltysSlopesAreThoseOfFiniteDifferences(string way)
    {
        OutcomePenalty penalty = new(Asked(), Options(way));
        double[] means = Means(), slopes = new double[means.Length];
        penalty.Value(Batch, means, slopes);
        for (int k = 0; k < means.Length; k++)
        {
            double expected = Slope(means, k, v => penalty.Value(Batch, v, new double[means.Length]));
            Assert.Equal(expected, slopes[k], 1e-3 * (1 + Math.Abs(expected)));
        }
    }

    [Fact]
    public void AsCodedThePenaltyIsTheSpecsSum()
    {
        // eff = m₁ − m₀ in the row's arm; κ = T·(m₀ − m₀′) + (1 − T)·(m₁′ − m₁), ′ the other arm; λB + η·Var for each.
        PenaltyOptions options = Options("as coded");
        OutcomeRequest asked = Asked();
        double[] means = Means(), effect = new double[6], kappa = new double[6];
        for (int i = 0; i < 6; i++)
        {
            int t = asked.Arms[i];
            double Of(int a, int arm) => means[(4 * i) + (2 * arm) + a];
            effect[i] = Of(1, t) - Of(0, t) - asked.Tau[i];
            kappa[i] = (t * (Of(0, 1) - Of(0, 0))) + ((1 - t) * (Of(1, 1) - Of(1, 0))) - (t == 1 ? asked.Kappa0[i] : asked.Kappa1[i]);
        }

        double expected = (1000 * Composite(effect, 0.2)) + (0.2 * Variance(effect)) + (900 * Composite(kappa, 0.4)) + (
            0.02 * Variance(kappa));
        Assert.Equal(expected, new OutcomePenalty(asked, options).Value(Batch, means, new double[means.Length]), 1e-9);

        static double Composite(double[] d, double w) =>
            (w * d.Average(v => v * v)) + ((1 - w) * d.Average(v => Math.Abs(v) < 1 ? v * v / 2 : Math.Abs(v) - 0.5));
        static double Variance(double[] d) => d.Average(v => v * v) - (d.Average() * d.Average());
    }

    [Fact]
    public void ALawWithTheEffectAndConfoundingAskedForCostsNothingButInThePapersTerms()
    {
        // E[Y(0) | x, T = 0] = .3; the others follow from κ₀, κ₁ and E[Y(1) − Y(0) | x] = (1 − e) d₀ + e d₁ = τ.
        OutcomeRequest asked = Asked();
        double[] means = new double[24];
        for (int i = 0; i < 6; i++)
        {
            double e = asked.Propensity[i], d0 = asked.Tau[i] - (e * (asked.Kappa1[i] - asked.Kappa0[i]));
            (means[4 * i], means[(4 * i) + 1], means[(4 * i) + 2], means[(4 * i) + 3]) = (0.3, 0.3 + d0, 0.3 + asked.Kappa0[i],
                0.3 + d0 + asked.Kappa1[i]);
            double d1 = means[(4 * i) + 3] - means[(4 * i) + 2];
            Assert.Equal(asked.Tau[i], ((1 - e) * d0) + (e * d1), 1e-12);
        }

        Assert.Equal(0, new OutcomePenalty(asked, Options("weights")).Value(Batch, means, new double[24]), 1e-20);
        Assert.True(new OutcomePenalty(asked, Options("as coded")).Value(Batch, means, new double[24]) > 0.1);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void HeadSlopesAreThoseOfFiniteDifferences(bool binary, bool bounded)
    {
        OutcomeHeads heads = new(binary, bounded ? -2 : double.NaN, bounded ? 3 : double.NaN);
        float[] head = binary ? [0.4f, -0.7f] : [0.4f, -0.7f, 0.1f, -0.2f];
        for (int a = 0; a < 2; a++)
        {
            float[] slopes = new float[head.Length], squares = new float[head.Length];
            heads.NegativeLog(head, a, 1, 1, slopes);
            heads.SquaredError(head, a, 1, 1, squares);
            for (int k = 0; k < head.Length; k++)
            {
                Assert.Equal(Slope(head, k, h => heads.NegativeLog(h, a, 1, 1, new float[4])), slopes[k], 1e-3);
                Assert.Equal(Slope(head, k, h => heads.SquaredError(h, a, 1, 1, new float[4])), squares[k], 1e-3);
            }

            Assert.Equal(Slope(head, a, h => heads.Mean(h, a).Mean), heads.Mean(head, a).Slope, 1e-3);
        }
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    [InlineData(false, 2)]
    public void TheLosssDerivativesByWeightsAreThoseOfFiniteDifferences(bool binary, int latent)
    {
        PenaltyOptions options = new()
        {
            OutcomeWidths = [5], OutcomeLatent = latent, Augmented = false, TauWeight = 20, KappaWeight = 10,
                Covariates = new CausalMixOptions { Activation = Activation.Tanh },
        };
        OutcomeNetwork network = new(2, new OutcomeHeads(binary, double.NaN, double.NaN), options, RandomStream.Of(2));
        float[] features = [0.1f, 1, -0.4f, 0, 1.2f, 1, 0.7f, 0, -1.5f, 1, 0.3f, 0];
        double[] y = binary ? [0, 1, 1, 0, 1, 0] : [0.3, -1, 0.8, 1.4, -0.2, 0.1];
        OutcomeLoss loss = new(network, options, features, Asked().Arms, y, new OutcomePenalty(Asked(), options));
        Tape tape = new();
        network.Store.ZeroGradient();
        tape.Backward(loss.Record(tape, Batch, RandomStream.Of(8)).Derivative);
        foreach (Parameter parameter in network.Store.Parameters)
        {
            float[] slopes = parameter.Gradient.ToArray();
            for (int k = 0; k < slopes.Length; k += Math.Max(1, slopes.Length / 3))
            {
                float kept = parameter.Value[k];
                double expected = (At(kept + 4e-3f) - At(kept - 4e-3f)) / 8e-3;
                parameter.Value[k] = kept;
                Assert.True(Math.Abs(expected - slopes[k]) < 1e-2 + (1e-2 * Math.Abs(expected)),
                    $"{parameter.Name}[{k}]: {expected} and {slopes[k]}");

                double At(float value)
                {
                    parameter.Value[k] = value;
                    tape.Reset();
                    return loss.Record(tape, Batch, RandomStream.Of(8)).Loss;
                }
            }
        }
    }

    [Fact]
    public void ThePapersOutcomeNetworkHasThePapersShape()
    {
        // 18 covariates, two latent dimensions: 2,056 parameters, of which the paper's two variance heads of a binary outcome are never
        // used.
        OutcomeNetwork network = new(18, new OutcomeHeads(true, double.NaN, double.NaN), PenaltyOptions.Paper, RandomStream.Of(1));
        Assert.Equal(2056 - (2 * 65), network.Store.SavedLength);
    }

    private static OutcomeRequest Asked() => new(
        [0, 1, 1, 0, 1, 0],
        [0.1, 0.2, 0.05, 0.1, 0.15, 0.1],
        [0.02, 0.05, -0.03, 0, 0.1, 0.04],
        [-0.04, 0.05, 0.06, 0.1, -0.02, 0],
        [0.3, 0.6, 0.5, 0.2, 0.8, 0.4]);

    private static double[] Means()
    {
        RandomStream stream = RandomStream.Of(3);
        return [.. Enumerable.Range(0, 24).Select(_ => stream.NextDouble())];
    }

    private static PenaltyOptions Options(string way)
    {
        PenaltyOptions options = new() { TauWeight = 1000, KappaWeight = 900, TauSquareShare = 0.2, KappaSquareShare = 0.4,
            TauVariance = 0.2, KappaVariance = 0.02, Tolerance = 0.3 };
        return options with
        {
            Augmented = way == "constraints",
            ConsistentTargets = !way.StartsWith("as coded", StringComparison.Ordinal),
            Control = way.EndsWith("mse", StringComparison.Ordinal) ? PenaltyControl.MeanSquare : PenaltyControl.Huber,
        };
    }

    private static double Slope(double[] at, int k, Func<double[], double> f)
    {
        double[] above = [.. at], below = [.. at];
        (above[k], below[k]) = (at[k] + 1e-6, at[k] - 1e-6);
        return (f(above) - f(below)) / 2e-6;
    }

    private static double Slope(float[] at, int k, Func<float[], double> f)
    {
        float[] above = [.. at], below = [.. at];
        (above[k], below[k]) = (at[k] + 1e-3f, at[k] - 1e-3f);
        return (f(above) - f(below)) / ((double)above[k] - below[k]);
    }
}
