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
        Assert.Equal(new ClusterSides(treated, control, groups, true), sides);

        double[] means = [.. Enumerable.Range(0, groups).Select(c => y.Skip(c * Size).Take(Size).Average())];
        double expected = Math.Sqrt((means.Take(treated).Variance() / treated) + (means.Skip(treated).Variance() / control));
        Assert.Equal(expected, sides.StandardError(score, clusters, w), 1e-12);
        Assert.Equal(StudentT.InvCDF(0, 1, groups - 2, 0.975), sides.Critical(1.959963984540054), 1e-8);
    }

    [Fact]
    public void ClustersWithBothLevelsAreDrawsOfTheirOwn()
    {
        int[] clusters = [.. Enumerable.Range(0, 60).Select(i => i / 10)], w = [.. Enumerable.Range(0, 60).Select(i => i % 2)];
        ClusterSides sides = ClusterSides.Of(clusters, w, new Contrast(1, 0));
        Assert.Equal((new ClusterSides(6, 6, 6, false), 5, true), (sides, sides.Freedom, sides.CanTell));
        EffectScore score = new(0, [.. Enumerable.Range(0, 60).Select(i => Math.Sin(i))]);
        Assert.Equal(score.StandardError(clusters), sides.StandardError(score, clusters, w));
        Assert.InRange(sides.Critical(1.959963984540054), 2.57, 2.58);
    }

    [Fact]
    public void FewClustersAreSaidAndTooFewHaveNoInterval()
    {
        CausalData data = Mechanisms.MechanismData.Linear(240, 3);
        AverageEffect twelve = Of(data.WithClusters([.. Enumerable.Range(0, 240).Select(i => i % 12)]))[0],
            many = Of(data.WithClusters([.. Enumerable.Range(0, 240).Select(i => i % 60)]))[0];
        Assert.Contains(twelve.Warnings, w => w.Contains("There are 12 clusters", StringComparison.Ordinal));
        Assert.Equal(StudentT.InvCDF(0, 1, 11, 0.975), (twelve.Upper - twelve.Estimate) / twelve.Se, 1e-6);
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
