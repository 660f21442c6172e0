using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Report.Charts;

namespace CausalLoom.Report.Tests.Charts;

public sealed class CorrelationsTests
{
    [Fact]
    public void PearsonHasItsClosedForms()
    {
        Assert.Equal(1, Correlations.Pearson([1, 2, 3], [10, 20, 30]), 12);
        Assert.Equal(-1, Correlations.Pearson([1, 2, 3], [3, 2, 1]), 12);
        Assert.Equal(.5, Correlations.Pearson([1, 2, 3], [1, 3, 2]), 12);
        Assert.Equal(.5, Correlations.Pearson([1, 2, double.NaN, 3, 9], [1, 3, 7, 2, double.NaN]), 12);
        Assert.True(double.IsNaN(Correlations.Pearson([.1, .1, .1], [1, 2, 3])));
        Assert.True(double.IsNaN(Correlations.Pearson([double.NaN], [1])));
    }

    [Fact]
    public void PearsonDoesNotChangeWithUnits()
    {
        RandomStream stream = RandomStream.Of(1);
        double[] a = [.. Enumerable.Range(0, 50).Select(_ => stream.NextNormal())];
        double[] b = [.. a.Select(v => v + stream.NextNormal())];
        double r = Correlations.Pearson(a, b);

        Assert.Equal(r, Correlations.Pearson([.. a.Select(v => 5000 + (1e-3 * v))], b), 6);
        Assert.Equal(-r, Correlations.Pearson(a, [.. b.Select(v => -v)]), 12);
    }

    [Fact]
    public void UnorderedLevelsAreLeftOutAndTextLevelsMatchedByName()
    {
        Table real = new(
            [X(1, 2, 3, 4), new BinaryColumn("b", [0, 0, 1, 1], ["no", "yes"]), new CategoricalColumn("c", [0, 1, 2, 0], ["p", "q", "r"])]);
        Table synthetic = new(
            [X(1, 2, 3, 4), new BinaryColumn("b", [1, 1, 0, 0], ["yes", "no"]), new CategoricalColumn("c", [0, 1, 2, 0], ["p", "q", "r"])]);
        Correlations correlations = Correlations.Of(real, synthetic);

        Assert.Equal(["x", "b"], correlations.Names);
        Assert.Equal(1, correlations.LeftOut);
        Assert.Equal(2 / Math.Sqrt(5), correlations.Real[0, 1], 12);
        Assert.Equal(0, correlations.Difference(0, 1), 12);
        Assert.Equal(correlations.Real[0, 1], correlations.Real[1, 0]);
    }

    [Fact]
    public void TheColumnsThatDifferMostAreKeptInOrder()
    {
        double[,] real = new double[4, 4], synthetic = new double[4, 4];
        synthetic[1, 3] = synthetic[3, 1] = .9;
        synthetic[0, 2] = synthetic[2, 0] = double.NaN;
        Correlations correlations = new(["a", "b", "c", "d"], real, synthetic, 0);

        Assert.Equal([1, 3], correlations.MostDifferent(2));
        Assert.Equal([0, 1, 2, 3], correlations.MostDifferent(9));
    }

    private static ContinuousColumn X(params double[] values) => new("x", values);
}
