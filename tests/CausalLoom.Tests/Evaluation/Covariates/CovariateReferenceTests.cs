using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Tests.Evaluation.Covariates;

/// <summary>Each covariate metric against an independent implementation.</summary>
public sealed class CovariateReferenceTests
{
    private static readonly FitContext Context = FitContext.ForSeed(1);

    [Fact]
    public void ColumnMetricsEqualScipy()
    {
        Assert.Equal(ReferenceFixture.Value("ks_complement"),
            KolmogorovSmirnov.Complement(ReferenceFixture.RealTable, ReferenceFixture.SyntheticTable), 12);
        Assert.Equal(ReferenceFixture.Value("tv_complement"),
            TotalVariation.Complement(ReferenceFixture.RealTable, ReferenceFixture.SyntheticTable), 12);
        Assert.Equal(ReferenceFixture.Value("wasserstein"),
            Wasserstein.Distance(ReferenceFixture.RealTable, ReferenceFixture.SyntheticTable), 12);
        Assert.Equal(ReferenceFixture.Value("correlation_similarity"),
            CorrelationSimilarity.Between(ReferenceFixture.RealTable, ReferenceFixture.SyntheticTable), 12);
    }

    [Fact]
    public void PairwiseMetricsEqualScipy()
    {
        (Matrix x, Matrix s) = Standardised();
        Assert.Equal(ReferenceFixture.Value("energy"), EnergyDistance.Between(x, s, Context), 10);
        double gamma = MeanDiscrepancy.MedianHeuristic(x, RandomStream.Of(1));
        Assert.Equal(ReferenceFixture.Value("mmd"), MeanDiscrepancy.Between(x, s, gamma, Context), 10);
        Assert.Equal(ReferenceFixture.Value("authenticity"),
            Authenticity.Share(ReferenceFixture.Real, ReferenceFixture.Synthetic, Context), 12);
    }

    [Fact]
    public void PrecisionAndRecallEqualNumpyOnGivenCoordinates()
    {
        (Matrix x, Matrix s) = Standardised();
        (double p, double r) = new PrecisionRecall(x, [0.3, 0.3, 0.3, 0.3], Context).Score(s, Context);
        double[] expected = ReferenceFixture.Values("embedded");
        Assert.Equal(expected[0], p, 1e-9);
        Assert.Equal(expected[1], r, 1e-9);
        (double pm, double rm) = new MinMaxPrecisionRecall(ReferenceFixture.Real, Context).Score(ReferenceFixture.Synthetic, Context);
        expected = ReferenceFixture.Values("minmax");
        Assert.Equal(expected[0], pm, 1e-9);
        Assert.Equal(expected[1], rm, 1e-9);
    }

    private static (Matrix Real, Matrix Synthetic) Standardised()
    {
        ColumnScaling scaling = ColumnScaling.Standard(ReferenceFixture.Real);
        return (scaling.Apply(ReferenceFixture.Real), scaling.Apply(ReferenceFixture.Synthetic));
    }
}
