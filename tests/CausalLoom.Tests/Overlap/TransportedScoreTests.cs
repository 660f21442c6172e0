using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Overlap;

namespace CausalLoom.Tests.Overlap;

/// <summary>Donors that correct the means: closed forms, double robustness and coverage where all nuisances are known.</summary>
public sealed class TransportedScoreTests
{
    private const int Original = 300, Added = 150;
    private static readonly AverageEffectOptions Options = new();
    private static readonly Contrast Treated = new(1, 0);

    [Fact]
    public void WithoutAddedRowsItIsTheAugmentedScore()
    {
        RandomStream stream = RandomStream.Of(1);
        double[] Draw() => [.. Enumerable.Range(0, 50).Select(_ => stream.NextNormal())];
        int[] w = [.. Enumerable.Range(0, 50).Select(i => i % 2)];
        ScoreInput input = new(Draw(), w, [Draw(), Draw()],
            LevelPropensities.OfTwo([.. Enumerable.Range(0, 50).Select(i => 0.2 + (0.01 * i))]));
        double[] ones = [.. Enumerable.Repeat(1.0, 50)];
        foreach (string name in EstimatorCatalogue.BuiltIn.Names)
        {
            EffectScore plain = Options.Score(name).Means(input, Population.Everyone).Contrast(Treated),
                moved = Of(name, input, 50, ones);
            Assert.Equal(plain.Estimate, moved.Estimate, 1e-12);
            Assert.Equal(plain.StandardError(), moved.StandardError(), 1e-10);
        }
    }

    [Fact]
    public void TwoOriginalRowsAndADonorByHand()
    {
        // ψ = [ (1) + (2) + .5/.5·(3 − 1) + .8/.6·−(1 − 0) + .4/.5·(2 − 2) ] / 2
        ScoreInput all = new([3, 1, 2], [1, 0, 1], [[0, 0, 1], [1, 2, 2]], LevelPropensities.OfTwo([0.5, 0.4, 0.5]), [0.5, 0.8, 0.4]);
        EffectScore score = Of("aipw", all, 2, [0.5, 0.8, 0.4]);
        double estimate = (1 + 2 + 2 - (0.8 / 0.6)) / 2;
        Assert.Equal(estimate, score.Estimate, 1e-12);
        double[] c = [1 + 2 - estimate, 2 - (0.8 / 0.6) - estimate, 0];
        Assert.Equal(Math.Sqrt(c.Sum(v => v * v) * 3 / 2) / 2, score.StandardError(), 1e-12);
        Assert.Equal(1.5, Of("or", all, 2, [0.5, 0.8, 0.4]).Estimate, 1e-12);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void EitherNuisanceRightIsEnough(bool means, bool densities, bool unbiased)
    {
        // 400 samples: the mean error's z is beyond 4.5 with probability 7e-6 where there is no bias.
        double[] errors = [.. Enumerable.Range(0, 400).Select(r => Sample(r, means, densities).Error)];
        double mean = errors.Average(), se = Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / 399 / 400);
        Assert.Equal(unbiased, Math.Abs(mean) < 4.5 * se);
    }

    [Fact]
    public void IntervalsCoverAndDonorsMakeThemShorter()
    {
        (double Error, double Se, double Without)[] runs = [.. Enumerable.Range(0, 400).Select(r => Sample(r, true, true))];

        // 95 % of 400: outside [364, 395] with probability below 1e-3 even if the intervals were exact; seeds are fixed.
        Assert.InRange(runs.Count(r => Math.Abs(r.Error) < 1.96 * r.Se), 364, 395);
        Assert.True(runs.Average(r => r.Se) < 0.8 * runs.Average(r => r.Without));
    }

    // X ~ U(0, 1); originals are treated with probability .04 + .3x, donors, all treated, lie at X ~ density 2(1 − x).
    private static (double Error, double Se, double Without) Sample(int seed, bool means, bool densities)
    {
        RandomStream stream = RandomStream.Of(11).Child(seed);
        int rows = Original + Added;
        double[] y = new double[rows], mu0 = new double[rows], mu1 = new double[rows], e = new double[rows], rho = new double[rows],
            g = new double[rows];
        int[] a = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double x = i < Original ? stream.NextDouble() : 1 - Math.Sqrt(stream.NextDouble());
            g[i] = 0.04 + (0.3 * x);
            a[i] = i >= Original || stream.NextBernoulli(g[i]) ? 1 : 0;
            double donors = Added * 2 * (1 - x);
            y[i] = x + (a[i] * (1 + (2 * x))) + stream.NextNormal();
            (mu0[i], mu1[i]) = means ? (x, (3 * x) + 1) : (0, 1);
            (rho[i], e[i]) = densities ? (Original / (Original + donors), ((Original * g[i]) + donors) / (Original + donors)) : (0.6, 0.5);
        }

        EffectScore score = Of("aipw", new ScoreInput(y, a, [mu0, mu1], LevelPropensities.OfTwo(e), rho), Original, rho);
        ScoreInput own = new(
            y[..Original], a[..Original], [mu0[..Original], mu1[..Original]], LevelPropensities.OfTwo(g[..Original]));
        return (score.Estimate - 2, score.StandardError(),
            new AugmentedScore().Means(own, Population.Everyone).Contrast(Treated).StandardError());
    }

    private static EffectScore Of(string name, ScoreInput all, int original, double[] membership) =>
        new TransportedScore(Options.Score(name), original, membership).Means(all).Contrast(Treated);
}
