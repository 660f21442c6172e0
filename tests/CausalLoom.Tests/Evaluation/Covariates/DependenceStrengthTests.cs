using CausalLoom.Data;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Evaluation.Covariates;

public sealed class DependenceStrengthTests
{
    [Theory]
    [InlineData(0.6, 1.0)]
    [InlineData(0.3, 0.5)]
    [InlineData(0.0, 0.0)]
    [InlineData(-0.6, -1.0)]
    public void IsTheRatioOfCorrelations(double correlation, double kept)
    {
        // Real correlation .6 and synthetic ρ: ρ / .6 in expectation; SE about .04 by the measure's own account.
        (double share, double se) = DependenceStrength.Measure(Pair(2000, 0.6, 1), Pair(2000, correlation, 2));
        Assert.Equal(kept, share, 5 * se);
        Assert.InRange(se, 0.01, 0.08);
    }

    [Fact]
    public void ColumnsThatHangTogetherByChanceAloneCountAsKept() =>
        Assert.Equal((1.0, 0.0), DependenceStrength.Measure(Pair(300, 0, 3), Pair(300, 0, 4)));

    [Fact]
    public void LevelsCountByTheirIndicators()
    {
        RandomStream stream = RandomStream.Of(5);
        int[] codes = [.. Enumerable.Range(0, 600).Select(_ => stream.NextInt(3))];
        double[] values = [.. codes.Select(code => code + stream.NextNormal())];
        Table real = new([new CategoricalColumn("c", codes, ["a", "b", "c"]), new ContinuousColumn("v", values)]);
        stream.Shuffle<double>(values = [.. values]);
        Table permuted = new([new CategoricalColumn("c", codes, ["a", "b", "c"]), new ContinuousColumn("v", values)]);
        Assert.InRange(DependenceStrength.Measure(real, permuted).Kept, -0.25, 0.25);
        Assert.InRange(DependenceStrength.Measure(real, real).Kept, 0.99, 1.05);
    }

    private static Table Pair(int rows, double correlation, long seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] a = new double[rows], b = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            a[i] = stream.NextNormal();
            b[i] = (correlation * a[i]) + (Math.Sqrt(1 - (correlation * correlation)) * stream.NextNormal());
        }

        return new Table([new ContinuousColumn("a", a), new ContinuousColumn("b", b)]);
    }
}
