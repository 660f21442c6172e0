using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Joint;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Statistics;
using CausalLoom.Tests.Evaluation.Covariates;

namespace CausalLoom.Tests.Evaluation.Joint;

public sealed class JointReferenceTests
{
    private static readonly FitContext Context = FitContext.ForSeed(1);

    [Fact]
    public void ColumnMetricsEqualNumpyAndPandas()
    {
        Assert.Equal(ReferenceFixture.Value("inverse_kl"), MeanOverColumns(InverseKullbackLeibler.OfColumn), 10);
        Assert.Equal(ReferenceFixture.Value("jensen_shannon"), MeanOverColumns(CutJensenShannon.OfColumn), 10);
        Assert.Equal(ReferenceFixture.Value("joint_mmd"),
            MeanDiscrepancy.Between(ReferenceFixture.Real, ReferenceFixture.Synthetic, 1, Context), 10);
    }

    [Fact]
    public void SinkhornEqualsNumpyOnTheSameSchedule()
    {
        ColumnScaling scaling = ColumnScaling.MinMax(ReferenceFixture.Real);
        Matrix real = scaling.Apply(ReferenceFixture.Real), synthetic = scaling.Apply(ReferenceFixture.Synthetic);
        double ours = SinkhornDivergence.Between(real, synthetic, 0.05, Context);
        Assert.Equal(ReferenceFixture.Value("sinkhorn"), ours, 9);
    }

    [Fact]
    public void SinkhornOfPointsAndTranslationsHasItsClosedForm()
    {
        Matrix a = new(1, 2, [0, 0]), b = new(1, 2, [3, 4]);
        Assert.Equal(12.5, SinkhornDivergence.Between(a, b, 0.05, Context), 9);
        Matrix cloud = CovariatePropertyTests.Normal(60, 3, 1);
        Matrix moved = new(60, 3, Array.ConvertAll(cloud.Data, v => v + 2));

        // Debiased: a translation by t costs ‖t‖²/2 = 6, whatever ε.
        Assert.Equal(6, SinkhornDivergence.Between(cloud, moved, 0.05, Context), 0.06);
        Assert.Equal(0, SinkhornDivergence.Between(cloud, cloud, 0.05, Context), 9);
    }

    [Fact]
    public void EqualColumnsAreBestAndConstantOnesHarmless()
    {
        double[] column = ReferenceFixture.Real.Column(1), constant = [2, 2, 2];
        Assert.Equal(1, InverseKullbackLeibler.OfColumn(column, column), 12);
        Assert.Equal(0, CutJensenShannon.OfColumn(column, column), 12);
        Assert.Equal(1, InverseKullbackLeibler.OfColumn(constant, constant), 12);
        Assert.Equal(0, CutJensenShannon.OfColumn(constant, constant), 12);
        Assert.InRange(InverseKullbackLeibler.OfColumn(constant, [3, 3, 3]), 0, 0.1);
        Assert.InRange(CutJensenShannon.OfColumn(constant, [3, 3, 3]), 0.1, 1);
    }

    private static double MeanOverColumns(Func<double[], double[], double> metric) =>
        Enumerable.Range(0, 4).Average(j => metric(ReferenceFixture.Real.Column(j), ReferenceFixture.Synthetic.Column(j)));
}
