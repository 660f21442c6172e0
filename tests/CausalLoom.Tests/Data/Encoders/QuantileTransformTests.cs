using System.Text.Json;
using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Data.Encoders;

public sealed class QuantileTransformTests
{
    private static readonly JsonElement Fixture = TestFixture.Element("quantile_transform.json");

    [Fact]
    public void ThroughLandmarksItIsScikitLearnsTransformerBothWays()
    {
        double[] sample = Numbers(Fixture, "sample"), x = Numbers(Fixture, "x"), at = Numbers(Fixture, "at");
        foreach (JsonElement c in Fixture.GetProperty("cases").EnumerateArray())
        {
            QuantileTransform transform = QuantileTransform.Landmarks(sample, c.GetProperty("landmarks").GetInt32());
            Assert.All(Numbers(c, "scores").Zip(x), pair => Assert.Equal(pair.First, transform.Score(pair.Second, 0.5), 1e-6));
            Assert.All(Numbers(c, "inverse").Zip(at), pair => Assert.Equal(pair.First, transform.Invert(pair.Second), 1e-9));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NumbersWithTiesComeBackExactlyWhereverInTheirAtomTheyAreDrawn(bool discrete)
    {
        double[] sample = Tied(500);
        QuantileTransform transform = QuantileTransform.Of(sample, discrete);
        RandomStream stream = RandomStream.Of(2);
        foreach (double v in sample)
        {
            Assert.Equal(v, transform.Invert(transform.Score(v, stream.NextOpenDouble())), 1e-9);
        }
    }

    [Fact]
    public void ScoresOfNumbersWithTiesAreStandardNormal()
    {
        // Kolmogorov–Smirnov on 20,000 scores: 2.23/√n is exceeded by chance in one of 10,000 seeds.
        double[] sample = Tied(1000);
        QuantileTransform transform = QuantileTransform.Of(sample, true);
        RandomStream stream = RandomStream.Of(5);
        double[] scores = [.. Enumerable.Range(0, 20_000).Select(i => transform.Score(sample[i % 1000], stream.NextOpenDouble())).Order()];
        double worst = scores.Select((z, i) =>
            Math.Abs(MathNet.Numerics.Distributions.Normal.CDF(0, 1, z) - ((i + 0.5) / scores.Length))).Max();
        Assert.InRange(worst, 0, 2.23 / Math.Sqrt(scores.Length));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NormalDrawsDecodeToTheDatasRatesWithinTheRange(bool discrete)
    {
        // Five standard errors: a false alarm in about one of a million seeds.
        double[] sample = Tied(400);
        QuantileTransform transform = QuantileTransform.Of(sample, discrete);
        RandomStream stream = RandomStream.Of(6);
        double[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => transform.Invert(stream.NextNormal()))];
        Assert.All(drawn, v => Assert.InRange(v, sample.Min(), sample.Max()));
        double rate = sample.Count(v => v == 0) / 400.0, made = drawn.Count(v => v == 0) / 20_000.0;

        // For a continuum the straight pieces beside an atom take up to half a row a side from it.
        Assert.InRange(made - rate, -(5 * Math.Sqrt(0.25 / 20_000)) - (discrete ? 0 : 1 / 400.0), 5 * Math.Sqrt(0.25 / 20_000));
        if (discrete)
        {
            Assert.All(drawn, v => Assert.Contains(v, sample));
        }
    }

    [Fact]
    public void ItIsMonotoneAndFiniteForExtremeNumbers()
    {
        double[] huge = [.. Enumerable.Range(0, 80).Select(i => (i - 40) * 4e306)];
        QuantileTransform transform = QuantileTransform.Of(huge, false);
        double[] back = [.. Enumerable.Range(0, 400).Select(i => transform.Invert((i - 200) / 40.0))];
        Assert.All(back, v => Assert.True(double.IsFinite(v)));
        Assert.Equal(back.Order(), back);
        double[] scores = [.. Enumerable.Range(0, 160).Select(i => transform.Score(((i / 2.0) - 40) * 4e306, 0.5))];
        Assert.Equal(scores.Order(), scores);
    }

    [Fact]
    public void OneNumberIsEnough()
    {
        QuantileTransform transform = QuantileTransform.Of([7.25, 7.25], false);
        Assert.Equal(7.25, transform.Invert(-3));
        Assert.Equal(7.25, transform.Invert(transform.Score(7.25, 0.9)));
        Assert.Throws<ArgumentException>(() => QuantileTransform.Of([], false));
    }

    [Fact]
    public void WholeNumbersAndNumbersThatRepeatAreALatticeAndOthersAContinuum()
    {
        Assert.Equal(QuantileRule.Lattice, QuantileTransform.Of([1, 2, 3], true).Rule);
        Assert.Equal(QuantileRule.Lattice, QuantileTransform.Of([.5, .5, .5, 1, 1, 1], false).Rule);
        Assert.Equal(QuantileRule.Continuum, QuantileTransform.Of([1, 2, 3], false).Rule);
    }

    /// <summary>Forty per cent zeros, some whole numbers, the rest a continuum.</summary>
    private static double[] Tied(int rows)
    {
        RandomStream stream = RandomStream.Of(9);
        return [.. Enumerable.Range(0, rows).Select(i => i % 5 < 2 ? 0 : i % 5 == 2 ? stream.NextInt(4) : stream.NextNormal())];
    }

    private static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
