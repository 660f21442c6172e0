using System.Text.Json.Nodes;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Statistics;
using CausalLoom.Numerics.Tests.Solvers;

namespace CausalLoom.Numerics.Tests.Statistics;

public sealed class SortedQuantileTests
{
    [Fact]
    public void QuantilesAreThoseOfNumpy()
    {
        foreach (JsonNode? c in SolverFixtures.Read("quantiles.json").AsArray())
        {
            double[] sorted = SolverFixtures.Vector(c!["sorted"]), shares = SolverFixtures.Vector(c["p"]),
                expected = SolverFixtures.Vector(c["quantiles"]);
            // To the last bit: numpy adds and multiplies in this order.
            Assert.Equal(expected, shares.Select(p => SortedQuantile.Of(sorted, p)));
            Assert.All(shares, (p, i) => Assert.Equal(expected[i], SortedQuantile.FromBelow(sorted, p), 4e-16 * sorted.Max(Math.Abs)));
        }
    }

    [Fact]
    public void QuantilesRiseFromTheLeastToTheLargestValue()
    {
        RandomStream stream = RandomStream.Of(1);
        for (int n = 1; n < 40; n++)
        {
            double[] sorted = [.. Enumerable.Range(0, n).Select(_ => Math.Exp(4 * stream.NextNormal())).Order()];
            double last = SortedQuantile.Of(sorted, 0);
            Assert.Equal(sorted[0], last);
            for (int k = 1; k <= 1000; k++)
            {
                double next = SortedQuantile.Of(sorted, k / 1000.0);
                Assert.True(next >= last);
                last = next;
            }

            Assert.Equal(sorted[^1], last);
            Assert.Equal(sorted[^1], SortedQuantile.FromBelow(sorted, 1));
        }
    }

    [Fact]
    public void AtItsOwnRankAValueIsItself()
    {
        double[] sorted = [-3, 0.1, 0.1, 7, 1e9];
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(sorted[i], SortedQuantile.Of(sorted, i / 4.0));
            Assert.Equal(sorted[i], SortedQuantile.FromBelow(sorted, i / 4.0));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    public void AShareIsFromZeroToOne(double p)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SortedQuantile.Of([1, 2], p));
        Assert.Throws<ArgumentOutOfRangeException>(() => SortedQuantile.FromBelow([1, 2], p));
    }

    [Fact]
    public void NothingHasNoQuantile()
    {
        Assert.Throws<ArgumentException>(() => SortedQuantile.Of([], 0.5));
        Assert.Throws<ArgumentException>(() => SortedQuantile.FromBelow([], 0.5));
        Assert.True(double.IsNaN(SortedQuantile.Of([double.NaN, 1, 2], 0.25)));
        Assert.Equal(1.5, SortedQuantile.Of([double.NaN, 1, 2], 0.75));
    }

    [Fact]
    public void DistinctValuesAreCounted()
    {
        (double[] values, double[] counts) = DistinctValues.Of([-1, -1, 0, 2, 2, 2]);
        Assert.Equal([-1, 0, 2], values);
        Assert.Equal([2, 1, 3], counts);
        Assert.Empty(DistinctValues.Of([]).Values);
    }
}
