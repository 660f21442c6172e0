using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.Verification;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Tests.Sandbox.Verification;

/// <summary>Columns and requests in which few units differ from the rest: checks that lean on a normal law must not accuse them.</summary>
public sealed class RareUnitsTests
{
    private const int Units = 5000;
    private static readonly VerificationOptions Options = new();

    [Fact]
    public void RareLevelsAreSeldomAccusedOfOrderOrSharedDraws()
    {
        // 16 ones in 5,000 rows meet by chance in one of 20 pairs of draws, at z = 4.3. At .001 a pair, more than 3 alarms of 300 are as
        // rare as 3 in 10,000.
        int alarms = 0;
        for (int k = 0; k < 300; k++)
        {
            alarms += ExchangeabilityCheck.Of(Rare(16, 2 * k), Rare(16, (2 * k) + 1), Options).Passed ? 0 : 1;
        }

        Assert.InRange(alarms, 0, 3);
    }

    [Fact]
    public void RareLevelsThatAreCopiedOrTogetherAreNamed()
    {
        ExchangeabilityCheck copied = ExchangeabilityCheck.Of(Rare(16, 1), Rare(16, 1), Options);
        Assert.False(copied.Passed);
        Assert.Equal("rare", copied.ReplicateColumn);
        Assert.False(ExchangeabilityCheck.Of(Column([.. Enumerable.Range(0, Units).Select(i => i is >= 2500 and < 2516 ? 1.0 : 0)]),
            Rare(16, 2), Options).Passed);
    }

    [Fact]
    public void AFewUnitsOfAnotherEffectDoNotFailTheContrast()
    {
        // Three controls with the same outcome and nearly the same propensity: their spread says nothing of their error.
        RandomStream stream = RandomStream.Of(3);
        double[] tau = new double[Units], odds = new double[Units], y = new double[Units];
        int[] arms = new int[Units];
        for (int i = 0; i < Units; i++)
        {
            (tau[i], odds[i]) = i < 3 ? (0.4, 1e-9 * i) : (0.1, 0);
            arms[i] = i >= 3 && stream.NextBernoulli(0.5) ? 1 : 0;
            y[i] = i >= 3 && stream.NextBernoulli(0.4 + (0.1 * arms[i])) ? 1 : 0;
        }

        ContrastCheck rare = ContrastCheck.Of(new Request(tau, new double[Units], new double[Units], odds), arms, y, 0.5, Options);
        Assert.Equal(2, rare.Bins.Count);
        Assert.True(rare.Passed);

        // Bins with enough units are judged: the claimed effect averages to the real one and is that of no half.
        double[] half = [.. tau.Select((t, i) => i % 2 == 0 ? 0.4 : -0.2)];
        Assert.False(ContrastCheck.Of(new Request(half, new double[Units], new double[Units], odds), arms, y, 0.5, Options).Passed);
    }

    [Fact]
    public void PoorOverlapSeldomFailsTheContrast()
    {
        // Effect and overlap of the same column, propensities from 1e-6: in the outer bins a few units carry an arm. Were those bins
        // judged,
        // every other one of these would fail. At less than .01 each, more than 3 of 40 are rarer than 1 in 1,000.
        int alarms = 0;
        for (int k = 0; k < 40; k++)
        {
            RandomStream stream = RandomStream.Of(100 + k);
            double[] x = [.. Enumerable.Range(0, 20_000).Select(_ => stream.NextNormal())], none = new double[20_000];
            Request request = new(Array.ConvertAll(x, v => 0.05 * Math.Tanh(v)), none, none,
                Array.ConvertAll(x, v => Math.Clamp(6 * v, -13.8, 13.8)));
            int[] arms = Array.ConvertAll(request.Propensity, e => stream.NextBernoulli(e) ? 1 : 0);
            double[] y = [.. arms.Select((t, i) => stream.NextBernoulli(0.5 + (request.Tau[i] * t)) ? 1.0 : 0)];
            alarms += ContrastCheck.Of(request, arms, y, 0.5, Options).Passed ? 0 : 1;
        }

        Assert.InRange(alarms, 0, 3);
    }

    [Fact]
    public void OverlapAskedOfOneUnitAloneIsMeasuredAndWritten()
    {
        // A resample misses the unit with probability 1/e: it has no slope.
        RandomStream stream = RandomStream.Of(4);
        int[] arms = [.. Enumerable.Range(0, Units).Select(_ => stream.NextBernoulli(0.5) ? 1 : 0)];
        double[] classified = [.. arms.Select(_ => 0.4 + (0.2 * stream.NextDouble()))], odds = new double[Units];
        odds[7] = 1;
        OverlapCheck one = OverlapVerifier.Check(new Request(new double[Units], new double[Units], new double[Units], odds), arms,
            classified, 0.5, Options, stream.Child("bootstrap"));
        Assert.True(double.IsFinite(one.ClassifierSlopeLow) && one.ClassifierSlopeLow <= one.ClassifierSlopeHigh);
        Assert.Contains("classifier_slope_ci", one.ToJson().ToJsonString(), StringComparison.Ordinal);
        Assert.True(one.Passed);
    }

    [Fact]
    public void LogOddsThatHardlyVaryHaveAStandardError()
    {
        // 3 + N(0, 1e-6): what is asked of these units differs by less than a 32-bit number at 3 can say.
        RandomStream stream = RandomStream.Of(5);
        double[] odds = [.. Enumerable.Range(0, Units).Select(_ => 3 + (1e-6 * stream.NextNormal()))];
        double e = 1 / (1 + Math.Exp(-3));
        int[] arms = [.. odds.Select(_ => stream.NextBernoulli(e) ? 1 : 0)];
        OverlapCheck check = OverlapVerifier.Check(new Request(new double[Units], new double[Units], new double[Units], odds), arms,
            [.. odds.Select(_ => stream.NextDouble())], e, Options, stream.Child("bootstrap"));

        // 1/√(n e (1 − e) var): the information at a slope that hardly matters.
        Assert.Equal(1, check.SlopeError * Math.Sqrt(Units * e * (1 - e)) * 1e-6, 0.1);
    }

    [Fact]
    public void FewTreatedInABinSeldomFailTheOverlap()
    {
        // 20 bins, one in 20 treated and fewer: by the standard errors of log odds alone one in 15 of these would fail. More than 3 of 40
        // at .01 each: 1 in 1,000.
        int alarms = 0, wrong = 0;
        for (int k = 0; k < 40; k++)
        {
            RandomStream stream = RandomStream.Of(300 + k);
            double[] odds = [.. Enumerable.Range(0, 20_000).Select(_ => -3 + (2 * stream.NextNormal()))], none = new double[20_000],
                classified = [.. odds.Select(_ => stream.NextDouble())];
            int[] arms = Array.ConvertAll(odds, s => stream.NextBernoulli(1 / (1 + Math.Exp(-s))) ? 1 : 0);
            int[] never = [.. arms.Select((t, i) => odds[i] is > -1 and < -0.5 ? 0 : t)];
            alarms += Passes(odds, arms) ? 0 : 1;
            wrong += k >= 4 || Passes(odds, never) ? 0 : 1;

            bool Passes(double[] asked, int[] drawn) =>
                OverlapVerifier.Check(new Request(none, none, none, asked), drawn, classified, drawn.Average(), Options,
                    stream.Child("bootstrap")).Passed;
        }

        Assert.InRange(alarms, 0, 3);
        Assert.Equal(4, wrong);
    }

    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(0.3, 3)]
    [InlineData(1, 6)]
    [InlineData(5, 17)]
    [InlineData(50, 80)]
    public void TailsOfCountsAreNearThoseOfPoisson(double mean, int count)
    {
        double exact = 1 - Poisson.CDF(mean, count - 1), z = SkewedTail.Normal((count - mean) / Math.Sqrt(mean), 1 / Math.Sqrt(mean));
        Assert.InRange(z - -Normal.InvCDF(0, 1, exact), -0.4, 0.8);
        Assert.Equal(z, SkewedTail.Normal((mean - count) / Math.Sqrt(mean), -1 / Math.Sqrt(mean)), 12);
        Assert.True(z < (count - mean) / Math.Sqrt(mean));
    }

    [Fact]
    public void AConstantWithRoundingErrorsIsOneBin()
    {
        double[] constant = [.. Enumerable.Range(0, 1000).Select(i => 15 + (i % 100 == 0 ? 1.8e-15 * (1 + (i / 500)) : 0))];
        Assert.Single(Binning.Rows(constant, 20));
        Assert.Equal(2, Binning.Rows([.. constant.Select((v, i) => i < 10 ? v + 1e-6 : v)], 20).Length);
    }

    private static Table Rare(int ones, int seed)
    {
        int[] order = RandomStream.Of(seed).Permutation(Units);
        double[] values = new double[Units];
        foreach (int i in order[..ones])
        {
            values[i] = 1;
        }

        return Column(values);
    }

    private static Table Column(double[] values) => new([new ContinuousColumn("rare", values)]);
}
