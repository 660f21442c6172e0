using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
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
        PrivacyMetrics metrics = CopyingDiagnostics.Measure(x, encoder.Encode(pool), encoder.Encode(Holdout.Covariates),
            FitContext.ForSeed(1));
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
        Assert.Equal(3000 - Close(free),
            Enumerable.Range(0, 3000).Count(i => free.Truth!.Propensity[1][i] == kept.Truth!.Propensity[1][i]));
        Assert.True(copying.Filtered);
        Assert.Equal(copying.CovariateTermAfter, fitted.Report.CovariateTerm!.Estimate);
        Assert.Equal(copying.CovariateTermBefore, plain.Report.CovariateTerm!.Estimate);
        Assert.Equal(plain.Report.Copying!.CovariateTermAfter, copying.CovariateTermAfter);
        Assert.NotEqual(copying.CovariateTermBefore, copying.CovariateTermAfter);
        Assert.Equal((int)Math.Round(copying.ShareBelowP01 * 10_000), 10_000 - fitted.Report.CovariateTerm.PoolRows);

        int Close(SyntheticData drawn) =>
            distances.Of(drawn.Table.Select([.. Real.Covariates.Columns.Select(c => c.Name)])).Count(d => d < distances.P01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public void TheQuantileSaysHowFarRowsAreKept(double quantile)
    {
        FittedHybrid fitted = Fit("copula", filter: true, quantile), plain = Fit("copula", filter: false, quantile);
        HybridCopying copying = fitted.Report.Copying!;

        // The limit by hand: the interpolated order statistic of the holdout's distances.
        HybridDistances distances = HybridDistances.Fit(Real.Covariates, Holdout.Covariates, FitContext.ForSeed(3).Child("distances"));
        double[] sorted = [.. distances.Of(Holdout.Covariates).Order()];
        double at = quantile * (sorted.Length - 1), limit = sorted[(int)at] + ((at - (int)at) * (sorted[(int)at + 1] - sorted[(int)at]));
        Assert.Equal(quantile, copying.FilterQuantile);
        Assert.Equal(limit, copying.FilterDistance, 12);
        Table pool = fitted.Generator.Sample(10_000, RandomStream.Of(3).Child("pool").Child("covariates"));
        Assert.Equal(distances.Of(pool).Count(d => d < limit) / 10_000.0, copying.ShareDropped, 12);
        Assert.Equal(copying.ShareDropped, plain.Report.Copying!.ShareDropped);
        if (quantile == 0.05)
        {
            Assert.Equal(copying.ShareBelowP05, copying.ShareDropped);
        }

        string[] names = [.. Real.Covariates.Columns.Select(c => c.Name)];
        Assert.All(distances.Of(fitted.Draw(1000, RandomStream.Of(8)).Table.Select(names)), d =>
            Assert.InRange(d, limit, double.PositiveInfinity));
        Assert.All(distances.Of(Named.LoadSynthesizer(fitted.Save()).Draw(200, RandomStream.Of(9)).Table.Select(names)), d =>
            Assert.InRange(d, limit, double.PositiveInfinity));
    }

    [Fact]
    public void WithoutAQuantileTheFilterIsAsItWas()
    {
        FittedHybrid plain = Fit("copula", filter: true);
        HybridCopying copying = plain.Report.Copying!;
        Assert.Equal(copying.HoldoutP01, copying.FilterDistance);
        Assert.Equal(copying.ShareBelowP01, copying.ShareDropped);

        // A model saved before there was a quantile.
        ModelState state = plain.Save();
        state.Get("filter").Tensors.Remove("filter");
        JsonObject report = state.Settings["report"]!["copying"]!.AsObject();
        Assert.True(report.Remove("filter_quantile") && report.Remove("filter_distance") && report.Remove("share_dropped"));
        FittedHybrid old = (FittedHybrid)Named.LoadSynthesizer(state);
        Assert.Equal(plain.Report, old.Report);
        Assert.Equal(plain.Draw(300, RandomStream.Of(8)).Truth!.Mu[0], old.Draw(300, RandomStream.Of(8)).Truth!.Mu[0]);
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(0.51)]
    [InlineData(double.NaN)]
    public void AQuantileOutOfRangeIsRefused(double quantile) =>
        Assert.Contains("‹dcr-quantile", Assert.Throws<CausalLoomException>(() => Fit("copula", filter: true, quantile)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void TheFilterIsSavedWithTheModel()
    {
        FittedHybrid fitted = Fit("copula", filter: true);
        IFittedSynthesizer loaded = Named.LoadSynthesizer(fitted.Save());
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

    private static FittedHybrid Fit(string generator, bool filter, double quantile = HybridSynthesizer.DefaultDcrQuantile) =>
        (FittedHybrid)new HybridSynthesizer
        {
            Generator = Named.Generator(generator),
            Propensity = new LogisticPropensity(),
            OutcomeModel = new LinearOutcome(),
            DcrFilter = filter,
            DcrQuantile = quantile,
            Holdout = Holdout,
        }.Fit(Real, FitContext.ForSeed(3));
}
