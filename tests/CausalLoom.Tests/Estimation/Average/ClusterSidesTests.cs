using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Jobs;
using CausalLoom.Numerics.Random;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>What clusters leave of an interval.</summary>
public sealed class ClusterSidesTests
{
    private const int Size = 7;

    [Theory]
    [InlineData(4, 4)]
    [InlineData(3, 9)]
    public void WholeClustersAreTheTestOfTheirMeans(int treated, int control)
    {
        RandomStream random = RandomStream.Of(treated);
        int groups = treated + control, n = groups * Size;
        int[] clusters = [.. Enumerable.Range(0, n).Select(i => i / Size)], w = [.. clusters.Select(c => c < treated ? 1 : 0)];
        double[] shift = [.. Enumerable.Range(0, groups).Select(_ => random.NextNormal())];
        double[] y = [.. clusters.Select(c => shift[c] + random.NextNormal())];
        double[][] half = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Repeat(0.5, n).ToArray())];
        EffectScore score = new WeightingScore().Means(new ScoreInput(y, w, half, half), Population.Everyone).Contrast(new Contrast(1, 0));
        ClusterSides sides = ClusterSides.Of(clusters, w, new Contrast(1, 0));
        Assert.Equal((treated, control, true), (sides.Level, sides.Reference, sides.Whole));
        Assert.Equal((treated, control), (sides.SpreadLevel, sides.SpreadReference));

        double[] means = [.. Enumerable.Range(0, groups).Select(c => y.Skip(c * Size).Take(Size).Average())];
        double one = means.Take(treated).Variance() / treated, other = means.Skip(treated).Variance() / control;
        (double se, double freedom) = sides.Error(score, clusters, w, new Contrast(1, 0));
        Assert.Equal(Math.Sqrt(one + other), se, 1e-12);
        Assert.Equal((one + other) * (one + other) / ((one * one / (treated - 1)) + (other * other / (control - 1))), freedom, 1e-9);
        Assert.Equal(StudentT.InvCDF(0, 1, freedom, 0.975), sides.Critical(freedom, 1.959963984540054), 1e-8);
    }

    [Fact]
    public void ClustersWithBothLevelsAreDrawsOfTheirOwn()
    {
        int[] clusters = [.. Enumerable.Range(0, 60).Select(i => i / 10)], w = [.. Enumerable.Range(0, 60).Select(i => i % 2)];
        ClusterSides sides = ClusterSides.Of(clusters, w, new Contrast(1, 0));
        Assert.Equal((new ClusterSides(6, 6, false, 6, 6), true), (sides, sides.CanTell));
        EffectScore score = new(0, [.. Enumerable.Range(0, 60).Select(i => Math.Sin(i))]);
        (double se, double freedom) = sides.Error(score, clusters, w, new Contrast(1, 0));
        Assert.Equal(score.StandardError(clusters), se, 1e-12);
        Assert.Equal(5, freedom, 1e-9);
    }

    [Fact]
    public void StrayRowsAndOneGreatClusterDoNotCountAsClusters()
    {
        // Three treated clusters of fifty: a stray treated row among the others makes them no fiftieth sample.
        int[] clusters = [.. Enumerable.Range(0, 1000).Select(i => i / 20)], w = [.. clusters.Select(c => c < 3 ? 1 : 0)];
        w[700] = 1;
        ClusterSides stray = ClusterSides.Of(clusters, w, new Contrast(1, 0));
        Assert.False(stray.Whole);
        Assert.InRange(stray.Spread, 3, 3.2);
        Assert.True(stray.CanTell && stray.IsFew);

        // One treated cluster and two strays: no side of three.
        int[] alone = [.. clusters.Select(c => c == 0 ? 1 : 0)];
        (alone[300], alone[500]) = (1, 1);
        Assert.False(ClusterSides.Of(clusters, alone, new Contrast(1, 0)).CanTell);

        // Half of the treated rows in one of 25 clusters.
        int[] great = [.. Enumerable.Range(0, 1480).Select(i => i < 500 ? 0 : 1 + ((i - 500) / 20))];
        ClusterSides uneven = ClusterSides.Of(great, [.. great.Select(c => c < 25 ? 1 : 0)], new Contrast(1, 0));
        Assert.InRange(uneven.SpreadLevel, 3, 4.5);
        Assert.True(uneven.IsFew);
    }

    [Fact]
    public void FewClustersAreSaidAndTooFewHaveNoInterval()
    {
        CausalData data = Mechanisms.MechanismData.Linear(240, 3);
        AverageEffect twelve = Of(data.WithClusters([.. Enumerable.Range(0, 240).Select(i => i % 12)]))[0],
            many = Of(data.WithClusters([.. Enumerable.Range(0, 240).Select(i => i % 60)]))[0];
        Assert.Contains(twelve.Warnings, w => w.StartsWith("There are 12 clusters", StringComparison.Ordinal));
        Assert.InRange((twelve.Upper - twelve.Estimate) / twelve.Se, StudentT.InvCDF(0, 1, 11, 0.975), StudentT.InvCDF(0, 1, 8, 0.975));
        Assert.DoesNotContain(many.Warnings, w => w.Contains("clusters", StringComparison.Ordinal));

        AverageEffects none = new([.. Of(data.WithClusters([.. Enumerable.Range(0, 240).Select(i => i % 2)]))],
            [Estimate(data).Overlap], Estimate(data).Nuisances);
        Assert.All(none.Effects, e => Assert.False(e.HasInterval));
        Assert.Contains(none.Effects[0].Warnings, w => w.Contains("too few for an interval", StringComparison.Ordinal));
        EstimateResult result = new(data, none, 1.0, 1);
        JsonObject json = JsonNode.Parse(result.Json())![0]!.AsObject();
        Assert.True(json.ContainsKey("ci") && json["ci"] is null && json["covered"] is null);
        Assert.Contains("   none\n", result.Summary(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<AverageEffect> Of(CausalData data) => Estimate(data).Effects;

    private static AverageEffects Estimate(CausalData data) => AverageEffects.Estimate(data,
        new AverageEffectOptions { Nuisances = Named.Nuisances("linear") with { Folds = 2 } }, FitContext.ForSeed(1));
}
