using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Margins;

public sealed class EmpiricalMarginTests
{
    [Fact]
    public void ALatticeGivesItsOwnNumbersWithTheirFrequencies()
    {
        EmpiricalMargin margin = EmpiricalMargin.Of([1, 1, 1, 2, 5, 5, 5, 5, 5, 5], discrete: true);
        double[] drawn = [.. Enumerable.Range(0, 1000).Select(i => margin.Quantile((i + 0.5) / 1000))];
        Assert.Equal([300, 100, 600], new[] { 1.0, 2, 5 }.Select(v => drawn.Count(x => x == v)));
    }

    [Fact]
    public void AContinuumIsInterpolatedBetweenMidRanksAndStaysInRange()
    {
        EmpiricalMargin margin = EmpiricalMargin.Of([10, 20, 40, 80], discrete: false);

        // Sorted number i (from 0) lies at u = (i + ½)/n.
        Assert.Equal(10, margin.Quantile(0.125), 1e-9);
        Assert.Equal(20, margin.Quantile(0.375), 1e-9);
        Assert.Equal(30, margin.Quantile(0.5), 1e-9);
        Assert.Equal(70, margin.Quantile(0.8125), 1e-9);
        Assert.Equal(10, margin.Quantile(1e-9));
        Assert.Equal(80, margin.Quantile(1 - 1e-9));
    }

    [Fact]
    public void NumbersThatRepeatAreALatticeAndOthersAreNot()
    {
        Assert.True(EmpiricalMargin.Of(Enumerable.Range(0, 90).Select(i => (i % 30) / 7.0), discrete: false).IsLattice);
        Assert.False(EmpiricalMargin.Of(Enumerable.Range(0, 90).Select(i => i / 7.0), discrete: false).IsLattice);
    }

    [Fact]
    public void QuantilesDoNotDecrease()
    {
        RandomStream stream = RandomStream.Of(4);
        for (int t = 0; t < 50; t++)
        {
            double[] sample =
                [.. Enumerable.Range(0, 1 + stream.NextInt(40)).Select(_ => Math.Round(stream.NextNormal(), stream.NextInt(4)))];
            EmpiricalMargin margin = EmpiricalMargin.Of(sample, stream.NextBernoulli(0.5));
            double before = double.NegativeInfinity;
            for (int i = 0; i <= 200; i++)
            {
                double q = margin.Quantile(Math.Clamp(i / 200.0, 1e-12, 1 - 1e-12));
                Assert.True(q >= before);
                Assert.InRange(q, sample.Min(), sample.Max());
                before = q;
            }
        }
    }
}
