using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

public sealed class HybridFilterTests
{
    private static readonly CausalData Real = HybridData.Of("demo", 400, 4), Holdout = HybridData.Of("demo", 200, 5);

    [Fact]
    public void TheReportCountsAsEvaluateDoes()
    {
        FittedHybrid fitted = Fit("copula", filter: false);
        HybridCopying copying = fitted.Report.Copying!;
        Table pool = fitted.Generator.Sample(10_000, RandomStream.Of(3).Child("pool").Child("covariates"));
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(Real.Covariates, RawFeatures.Options);
        PrivacyMetrics metrics = CopyingDiagnostics.Measure(x, encoder.Encode(pool), encoder.Encode(Holdout.Covariates), FitContext.ForSeed(1));
        Assert.Equal(10_000, copying.Rows);
        Assert.Equal(metrics.DcrShareBelowHoldoutP05!.Value, copying.ShareBelowP05, 12);
        Assert.InRange(copying.ShareBelowP05, copying.ShareBelowP05Lower, copying.ShareBelowP05Upper);
        Assert.False(copying.Filtered);
        Assert.Equal(fitted.Report.CovariateTerm!.Estimate, copying.CovariateTermBefore);
    }

    [Fact]
    public void FilteredRowsKeepTheirDistanceAndWhatItCostsIsSaid()
    {
        FittedHybrid plain = Fit("copula", filter: false), fitted = Fit("copula", filter: true);
        HybridDistances distances = HybridDistances.Fit(Real.Covariates, Holdout.Covariates, FitContext.ForSeed(3).Child("distances"));
        HybridCopying copying = fitted.Report.Copying!;
        Assert.Equal(copying.HoldoutP01, distances.P01);
        SyntheticData free = plain.Draw(3000, RandomStream.Of(8)), kept = fitted.Draw(3000, RandomStream.Of(8));
        Assert.NotEqual(0, Close(free));
        Assert.Equal(0, Close(kept));

        // Rows that were far enough are not touched, and the truth goes with the rows.
        Assert.Equal(3000 - Close(free), Enumerable.Range(0, 3000).Count(i => free.Truth!.Propensity[1][i] == kept.Truth!.Propensity[1][i]));
        Assert.True(copying.Filtered);
        Assert.Equal(copying.CovariateTermAfter, fitted.Report.CovariateTerm!.Estimate);
        Assert.Equal(copying.CovariateTermBefore, plain.Report.CovariateTerm!.Estimate);
        Assert.Equal(plain.Report.Copying!.CovariateTermAfter, copying.CovariateTermAfter);
        Assert.NotEqual(copying.CovariateTermBefore, copying.CovariateTermAfter);
        Assert.Equal((int)Math.Round(copying.ShareBelowP01 * 10_000), 10_000 - fitted.Report.CovariateTerm.PoolRows);

        int Close(SyntheticData drawn) => distances.Of(drawn.Table.Select([.. Real.Covariates.Columns.Select(c => c.Name)])).Count(d => d < distances.P01);
    }

    [Fact]
    public void TheFilterIsSavedWithTheModel()
    {
        FittedHybrid fitted = Fit("copula", filter: true);
        IFittedSynthesizer loaded = SynthesizerRegistry.Load(fitted.Save());
        double[] one = fitted.Draw(500, RandomStream.Of(8)).Truth!.Mu[0], two = loaded.Draw(500, RandomStream.Of(8)).Truth!.Mu[0];
        Assert.Equal(one, two);
        Assert.Equal(fitted.Report, ((FittedHybrid)loaded).Report);
    }

    [Fact]
    public void AGeneratorThatOnlyCopiesIsRefusedInsteadOfTriedForEver()
    {
        FittedHybrid fitted = Fit("bootstrap", filter: true);
        Assert.Equal(1, fitted.Report.Copying!.ShareBelowP01);
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => fitted.Draw(50, RandomStream.Of(1)));
        Assert.Contains("copies", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 100, 0.02154, 0.11175)]
    [InlineData(0, 10, 0, 0.27753)]
    [InlineData(10, 10, 0.72247, 1)]
    public void SharesHaveWilsonsInterval(int count, int of, double lower, double upper)
    {
        // The score test (share − p)² = z² p(1 − p)/n solved for p by a root finder.
        (double low, double high) = HybridCopying.Interval(count, of);
        Assert.Equal(lower, low, 5);
        Assert.Equal(upper, high, 5);
    }

    private static FittedHybrid Fit(string generator, bool filter) =>
        (FittedHybrid)new HybridSynthesizer(GeneratorRegistry.Create(generator), new LogisticPropensity(), new LinearOutcome(), Options: new HybridOptions { DcrFilter = filter }, Holdout: Holdout).Fit(Real, FitContext.ForSeed(3));
}
