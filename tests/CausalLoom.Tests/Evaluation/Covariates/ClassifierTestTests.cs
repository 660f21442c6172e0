using CausalLoom.Data;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Evaluation.Covariates;

public sealed class ClassifierTestTests
{
    private static readonly FitContext Context = FitContext.ForSeed(1, threads: 2);

    [Fact]
    public void AMeanShiftHasItsClosedFormAuc()
    {
        // Two normals δ = 1 apart: the best AUC is Φ(1/√2) = .7602, so the test gives .4796; SE of the AUC about .009.
        Table real = Normal(1500, 1, 0, 1), synthetic = Normal(1500, 1, 1, 2);
        Assert.InRange(ClassifierTest.Logistic(real, synthetic, Context), 0.4796 - 0.08, 0.4796 + 0.08);
        Assert.InRange(ClassifierTest.Boosting(real, synthetic, Context), 0.4796 - 0.08, 0.4796 + 0.11);
    }

    [Fact]
    public void AFreshSampleCannotBeToldAndACopyIsNotToldByItsTwins()
    {
        // SE of the AUC about .011 at 1,000 rows a side: bound at six of them.
        Table real = Normal(1000, 4, 0, 1), fresh = Normal(1000, 4, 0, 2);
        Assert.True(ClassifierTest.Logistic(real, fresh, Context) > 0.86);
        Assert.True(ClassifierTest.Boosting(real, fresh, Context) > 0.86);
        Assert.Equal(1, ClassifierTest.Logistic(real, real, Context), 12);
        Assert.Equal(1, ClassifierTest.Boosting(real, real, Context), 12);
    }

    [Fact]
    public void TreesSeeWhatALinearModelCannot()
    {
        // Same margins, dependence destroyed: x₂ = ±x₁ against independent signs.
        RandomStream stream = RandomStream.Of(4);
        double[] x = Draw(1000, stream), same = [.. x.Select(v => v + (0.2 * stream.NextNormal()))], other = Draw(1000, stream);
        double sd = Math.Sqrt(1.04);
        Table real = new([new ContinuousColumn("a", x), new ContinuousColumn("b", same)]);
        Table synthetic =
            new([new ContinuousColumn("a", Draw(1000, stream)), new ContinuousColumn("b", Array.ConvertAll(other, v => v * sd))]);
        Assert.True(ClassifierTest.Logistic(real, synthetic, Context) > 0.8);
        Assert.True(ClassifierTest.Boosting(real, synthetic, Context) < 0.4);
    }

    [Fact]
    public void MissingnessAloneIsSeen()
    {
        RandomStream stream = RandomStream.Of(5);
        Table real = new([new ContinuousColumn("a", Draw(600, stream))]);
        Table synthetic =
            new([new ContinuousColumn("a", Array.ConvertAll(Draw(600, stream), v => stream.NextBernoulli(0.5) ? double.NaN : v))]);
        Assert.True(ClassifierTest.Logistic(real, synthetic, Context) < 0.7);
        Assert.True(ClassifierTest.Boosting(real, synthetic, Context) < 0.7);
    }

    private static double[] Draw(int rows, RandomStream stream) => [.. Enumerable.Range(0, rows).Select(_ => stream.NextNormal())];

    private static Table Normal(int rows, int columns, double mean, long seed)
    {
        Matrix values = CovariatePropertyTests.Normal(rows, columns, seed);
        return new Table([.. Enumerable.Range(0, columns)
            .Select(j => (Column)new ContinuousColumn($"x{j}", Array.ConvertAll(values.Column(j), v => v + mean)))]);
    }
}
