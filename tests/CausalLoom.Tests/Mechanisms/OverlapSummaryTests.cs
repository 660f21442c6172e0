using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Mechanisms;

/// <summary>A look at overlap costs the same for a million rows as for twenty thousand, and says what it saw.</summary>
public sealed class OverlapSummaryTests
{
    // Of logit g = x, x standard normal, P(.05 < g < .95) = P(|x| < 2.944) = .9968; of 2x, P(|x| < 1.472) = .859.
    [Theory]
    [InlineData(1, 0.9968)]
    [InlineData(2, 0.859)]
    public void ManyRowsAreDrawnFromAndTheShareIsThatOfAll(double slope, double inside)
    {
        OverlapSummary overlap = OverlapSummary.Of(Draw(60_000, 1, slope, 0), FitContext.ForSeed(1, threads: 2));
        Assert.InRange(overlap.Rows, 19_990, 20_010);
        Assert.Equal(1, overlap.Covariates);
        Assert.Equal(inside, overlap.ShareInside, 0.02);
        Assert.Equal(0.5, overlap.Median, 0.03);
    }

    // Each level is drawn at exactly one in two.
    [Fact]
    public void LevelsOfOneSizeAreDrawnAtOneRate()
    {
        RandomStream stream = RandomStream.Of(6);
        double[] x = new double[40_000];
        stream.FillNormal(x);
        CausalData data = CausalData.From(new Table([new ContinuousColumn("x", x),
            new BinaryColumn("w", [.. x.Select((_, i) => i % 2)], ["0", "1"]), new ContinuousColumn("y", x)]), "w", "y");
        OverlapSummary overlap = OverlapSummary.Of(data, FitContext.ForSeed(1, threads: 2));
        Assert.Equal((20_000, 1.0), (overlap.Rows, overlap.ShareInside));
        Assert.Equal(0.5, overlap.Median, 0.02);
    }

    // 60 of 60,000 are treated: all are looked at, and weigh what they are (propensities are kept from falling below .01).
    [Fact]
    public void ARareLevelIsNotLost()
    {
        CausalData data = Draw(60_000, 1, 0, -6.9);
        OverlapSummary overlap = OverlapSummary.Of(data, FitContext.ForSeed(1, threads: 2));
        Assert.Equal(0.01, overlap.Median);
        Assert.Equal(0, overlap.ShareInside, 0.001);
        Assert.InRange(overlap.Rows, 20_000, 20_300);
    }

    // Of noise, what differs most between the arms in some rows would separate them there: overlap is good all the same.
    [Fact]
    public void ManyColumnsOfNoiseDoNotLookLikePoorOverlap()
    {
        OverlapSummary overlap = OverlapSummary.Of(Draw(240, 510, 0, 0), FitContext.ForSeed(2, threads: 2));
        Assert.Equal(500, overlap.Covariates);
        Assert.Equal(120, overlap.Rows);
        Assert.True(overlap.ShareInside > 0.95, $"{overlap.ShareInside}");
    }

    [Fact]
    public void OfManyColumnsTheOneThatDecidesIsFound()
    {
        OverlapSummary overlap = OverlapSummary.Of(Draw(600, 510, 8, 0), FitContext.ForSeed(2, threads: 2));
        Assert.True(overlap.ShareInside < 0.85, $"{overlap.ShareInside}");
    }

    private static CausalData Draw(int rows, int columns, double slope, double intercept)
    {
        RandomStream stream = RandomStream.Of(5);
        double[][] x = [.. Enumerable.Range(0, columns).Select(_ => new double[rows])];
        foreach (double[] column in x)
        {
            stream.FillNormal(column);
        }

        int[] arms = [.. x[^1].Select(v => stream.NextBernoulli(1 / (1 + Math.Exp(-intercept - (slope * v)))) ? 1 : 0)];
        return CausalData.From(new Table([.. x.Select((v, j) => new ContinuousColumn($"x{j}", v)),
            new BinaryColumn("w", arms, ["0", "1"]), new ContinuousColumn("y", [.. x[0].Select(v => v + 1)])]), "w", "y");
    }
}
