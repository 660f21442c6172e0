using CausalLoom.Overlap;

namespace CausalLoom.Tests.Overlap;

/// <summary>Who is extreme, whom trimming keeps, and the papers' bound.</summary>
public sealed class ExtremeRuleTests
{
    [Fact]
    public void BoundsAreNotExtremeThemselves()
    {
        ExtremeRows extremes = new ExtremeRule().Of([0.05, 0.0499, 0.95, 0.9501, 0.5]);
        Assert.Equal([1], extremes.Low);
        Assert.Equal([3], extremes.High);
        Assert.Equal([(1, 1), (3, 0)], extremes.WithMissingArm());
    }

    [Fact]
    public void AQuantileTakesThatShareFromEachSide()
    {
        double[] g = [.. Enumerable.Range(0, 201).Select(i => i / 200.0)];
        ExtremeRows extremes = new ExtremeRule { Quantile = 0.1 }.Of(g);
        Assert.Equal((0.1, 0.9), (extremes.Lower, extremes.Upper));
        Assert.Equal(20, extremes.Low.Length);
        Assert.Equal(20, extremes.High.Length);
    }

    [Theory]
    [InlineData(0.9, 0.1, null)]
    [InlineData(-0.1, 0.9, null)]
    [InlineData(0.1, 1.1, null)]
    [InlineData(double.NaN, 0.9, null)]
    [InlineData(0.05, 0.95, 0.5)]
    [InlineData(0.05, 0.95, 0.0)]
    public void BoundsThatAreNoneAreRefused(double lower, double upper, double? quantile) =>
        Assert.Throws<CausalLoomException>(() => new ExtremeRule { Lower = lower, Upper = upper, Quantile = quantile }.Of([0.5]));

    [Fact]
    public void TheOptimalCutAgreesWithTheReference()
    {
        foreach (System.Text.Json.Nodes.JsonNode? one in OverlapFixture.Json["crump"]!.AsArray())
        {
            Assert.Equal(one!["cut"]!.GetValue<double>(), CrumpTrimming.OptimalCut(OverlapFixture.Numbers(one["propensity"]!)), 1e-9);
        }
    }

    [Fact]
    public void TheOptimalCutMinimisesTheVariance()
    {
        // V(α) ∝ mean(k; kept) / share kept: no other cut on a fine grid does noticeably better.
        double[] g = OverlapFixture.Numbers(OverlapFixture.Json["crump"]![3]!["propensity"]!);
        double best = Enumerable.Range(0, 500).Select(i => Variance(i / 1000.0)).Min();
        Assert.InRange(Variance(CrumpTrimming.OptimalCut(g)), best, best * 1.01);
        Assert.Equal(0, CrumpTrimming.OptimalCut([.. Enumerable.Repeat(0.5, 9)]));

        double Variance(double cut)
        {
            int[] kept = CrumpTrimming.Keep(g, cut, 1 - cut);
            return kept.Length == 0 ? double.PositiveInfinity : kept.Sum(i => 1 / (g[i] * (1 - g[i]))) / kept.Length / kept.Length;
        }
    }

    [Fact]
    public void DeltaAgreesWithTheReferenceAndThePapersNumbers()
    {
        foreach (System.Text.Json.Nodes.JsonNode? pair in OverlapFixture.Json["delta"]!.AsArray())
        {
            Assert.Equal(pair![1]!.GetValue<double>(), DeltaBound.Of((int)pair[0]!), 1e-15);
        }

        Assert.Equal(0.1086, DeltaBound.Of(100), 1e-4);
        Assert.Equal(0.0229, DeltaBound.Of(1000), 1e-4);
    }
}
