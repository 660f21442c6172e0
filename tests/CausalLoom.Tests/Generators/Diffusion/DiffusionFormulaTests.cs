using System.Text.Json;
using CausalLoom.Generators.Diffusion;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Diffusion;

/// <summary>The schedule and the steps against numpy (tools/reference/diffusion.py), which has none of the closed forms.</summary>
public sealed class DiffusionFormulaTests
{
    private static readonly JsonElement Fixture = TestFixture.Element("diffusion.json");
    private static readonly NoiseSchedule Schedule = new(50);

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(1000)]
    public void TheScheduleIsTheCosineSchedule(int steps)
    {
        double[] expected = Numbers(Fixture.GetProperty("schedules"), steps.ToString(System.Globalization.CultureInfo.InvariantCulture));
        NoiseSchedule schedule = new(steps);
        Assert.All(Enumerable.Range(0, steps + 1), t => Assert.Equal(expected[t], schedule.Kept(t), 1e-12));
        Assert.All(Enumerable.Range(1, steps), t =>
            Assert.True(schedule.Kept(t) < schedule.Kept(t - 1) && schedule.Kept(t - 1, t) >= 0.001 - 1e-12));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(80)]
    public void GridsAscendFromTheDataToNoise(int steps)
    {
        int[] grid = Schedule.Grid(steps);
        Assert.Equal((0, 50, Math.Min(steps, 50) + 1), (grid[0], grid[^1], grid.Length));
        Assert.All(Enumerable.Range(1, grid.Length - 1), k => Assert.True(grid[k] > grid[k - 1]));
    }

    [Fact]
    public void AncestralStepsHaveTheMeanAndVarianceOfTheJointNormal()
    {
        foreach (JsonElement c in Fixture.GetProperty("gaussians").EnumerateArray())
        {
            int s = c.GetProperty("s").GetInt32(), t = c.GetProperty("t").GetInt32();
            double clean = c.GetProperty("clean").GetDouble(), noised = c.GetProperty("noised").GetDouble(), kept = Schedule.Kept(t);
            double noise = (noised - (Math.Sqrt(kept) * clean)) / Math.Sqrt(1 - kept);
            (double mean, double deviation) = GaussianDiffusion.Reverse(clean, noise, Schedule.Kept(s), kept, 1);
            Assert.Equal(c.GetProperty("mean").GetDouble(), mean, 1e-9);
            Assert.Equal(c.GetProperty("variance").GetDouble(), deviation * deviation, 1e-9);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(1)]
    public void WhateverEtaAStepKeepsTheMarginalOfTheNoise(double eta)
    {
        // x_s = √ā_s x_0 + √(1 − ā_s) ε again: the squares of the noise's share and of the new noise add up to 1 − ā_s.
        double kept = Schedule.Kept(30), before = Schedule.Kept(17);
        (double mean, double deviation) = GaussianDiffusion.Reverse(0, 1, before, kept, eta);
        Assert.Equal(1 - before, (mean * mean) + (deviation * deviation), 1e-12);
        Assert.Equal(Math.Sqrt(before), GaussianDiffusion.Reverse(1, 0, before, kept, eta).Mean, 1e-12);
    }

    [Theory]
    [InlineData(DiffusionPrediction.Noise)]
    [InlineData(DiffusionPrediction.Velocity)]
    public void APerfectPredictionGivesTheDataAndTheNoiseBack(DiffusionPrediction prediction)
    {
        foreach (int t in new[] { 1, 10, 40 })
        {
            double kept = Schedule.Kept(t), noised = GaussianDiffusion.Noised(1.3, -0.7, kept);
            (double clean, double noise) = GaussianDiffusion.Read(prediction, noised,
                GaussianDiffusion.Target(prediction, 1.3, -0.7, kept), kept);
            Assert.Equal(1.3, clean, 1e-9);
            Assert.Equal(-0.7, noise, 1e-9);
        }

        // Nonsense is held within what normal scores can be, and is then consistent with x_t.
        double near = Schedule.Kept(49);
        (double bounded, double implied) = GaussianDiffusion.Read(DiffusionPrediction.Noise, 2, -9, near);
        Assert.Equal(GaussianDiffusion.Bound, bounded);
        Assert.Equal(2, GaussianDiffusion.Noised(bounded, implied, near), 1e-9);
    }

    [Fact]
    public void NoisedNumbersHaveTheMomentsOfTheForwardProcess()
    {
        // 40,000 draws: five standard errors of a mean (1/200) and of a variance (√2/200), false alarm one in a million.
        const int draws = 40_000;
        RandomStream stream = RandomStream.Of(3);
        double kept = Schedule.Kept(20);
        double[] x = [.. Enumerable.Range(0, draws).Select(_ => GaussianDiffusion.Noised(1.5, stream.NextNormal(), kept))];
        double mean = x.Average(), variance = x.Average(v => (v - mean) * (v - mean));
        Assert.Equal(Math.Sqrt(kept) * 1.5, mean, 5 * Math.Sqrt((1 - kept) / draws));
        Assert.Equal(1 - kept, variance, 5 * (1 - kept) * Math.Sqrt(2.0 / draws));
    }

    [Fact]
    public void ForwardLawsAndPosteriorsOfLevelsAreThoseOfTransitionMatrices()
    {
        foreach (JsonElement c in Fixture.GetProperty("levels").EnumerateArray())
        {
            int s = c.GetProperty("s").GetInt32(), t = c.GetProperty("t").GetInt32(), clean = c.GetProperty("clean").GetInt32(),
                noised = c.GetProperty("noised").GetInt32();
            double[] forward = Numbers(c, "forward"), pi = Numbers(c, "pi");
            Assert.All(forward.Select((p, k) => (p, k)), f =>
                Assert.Equal(f.p, MultinomialDiffusion.Likelihood(f.k == clean, Schedule.Kept(t), forward.Length), 1e-12));
            double[] sure = new double[pi.Length];
            sure[clean] = 1;
            MultinomialDiffusion.Posterior(sure, noised, Schedule.Kept(s), Schedule.Kept(s, t));
            Assert.All(Numbers(c, "posterior").Zip(sure), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
            MultinomialDiffusion.Posterior(pi, noised, Schedule.Kept(s), Schedule.Kept(s, t));
            Assert.All(Numbers(c, "model").Zip(pi), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        }
    }

    [Fact]
    public void TheClosedFormIsTheMixtureOfPosteriorsForAnyStride()
    {
        foreach (JsonElement c in Fixture.GetProperty("mixtures").EnumerateArray())
        {
            int s = c.GetProperty("s").GetInt32(), t = c.GetProperty("t").GetInt32(), noised = c.GetProperty("noised").GetInt32();
            double[] law = Numbers(c, "law");
            double[] pi = [.. law.Select((p, k) => p / MultinomialDiffusion.Likelihood(k == noised, Schedule.Kept(t), law.Length))];
            double total = pi.Sum();
            pi = [.. pi.Select(p => p / total)];
            MultinomialDiffusion.Posterior(pi, noised, Schedule.Kept(s), Schedule.Kept(s, t));
            Assert.All(Numbers(c, "mixture").Zip(pi), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        }
    }

    [Fact]
    public void NoisedLevelsFollowTheForwardLaw()
    {
        // χ² with 3 degrees of freedom above 30.7 in one of a million seeds.
        const int draws = 20_000;
        RandomStream stream = RandomStream.Of(8);
        double kept = Schedule.Kept(25);
        int[] counts = new int[4];
        for (int i = 0; i < draws; i++)
        {
            counts[MultinomialDiffusion.Noised(2, stream.NextDouble(), kept, 4)]++;
        }

        double chi = counts.Select((n, k) => (n, e: draws * MultinomialDiffusion.Likelihood(k == 2, kept, 4)))
            .Sum(c => (c.n - c.e) * (c.n - c.e) / c.e);
        Assert.InRange(chi, 0, 30.7);
    }

    private static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
