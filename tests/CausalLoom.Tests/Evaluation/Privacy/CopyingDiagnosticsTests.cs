using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Numerics.Linear;
using CausalLoom.Tests.Evaluation.Covariates;

namespace CausalLoom.Tests.Evaluation.Privacy;

public sealed class CopyingDiagnosticsTests
{
    private static readonly FitContext Context = FitContext.ForSeed(1);

    [Fact]
    public void EqualsScikitLearnNeighbours()
    {
        PrivacyMetrics m = CopyingDiagnostics.Measure(ReferenceFixture.Real, ReferenceFixture.Synthetic, ReferenceFixture.Holdout, Context);
        Assert.Equal(ReferenceFixture.Value("dcr_share_below_holdout_p05"), m.DcrShareBelowHoldoutP05!.Value, 12);
        Assert.Equal(ReferenceFixture.Value("dcr_median_ratio"), m.DcrMedianRatio, 10);
        Assert.Equal(ReferenceFixture.Value("dcr_protection"), m.DcrProtection, 12);
        Assert.Equal(ReferenceFixture.Value("nndr"), m.Nndr, 10);
        Assert.Equal(ReferenceFixture.Value("verbatim_rate"), m.VerbatimRate, 12);
        Assert.Equal(ReferenceFixture.Value("membership_auc"), m.MembershipAuc!.Value, 12);
        Assert.Null(m.Note);
    }

    [Fact]
    public void ACopyIsFoundAndAFreshSampleIsNot()
    {
        Matrix real = CovariatePropertyTests.Normal(400, 6, 1), holdout = CovariatePropertyTests.Normal(400, 6, 2),
            fresh = CovariatePropertyTests.Normal(400, 6, 3);
        PrivacyMetrics copy = CopyingDiagnostics.Measure(real, real, holdout, Context);
        Assert.Equal(1, copy.VerbatimRate);
        Assert.Equal(0, copy.DcrProtection);
        Assert.Equal(0, copy.DcrMedianRatio);
        Assert.Equal(1, copy.DcrShareBelowHoldoutP05);
        Assert.Equal(1, copy.MembershipAuc);
        Assert.Equal(0, copy.VerbatimRateReal);

        // Shares of 400 rows have SE .025 at most, the AUC .02: bounds at about five of them.
        PrivacyMetrics independent = CopyingDiagnostics.Measure(real, fresh, holdout, Context);
        Assert.Equal(0, independent.VerbatimRate);
        Assert.InRange(independent.DcrProtection, 0.85, 1);
        Assert.InRange(independent.DcrMedianRatio, 0.9, 1.1);
        Assert.InRange(independent.DcrShareBelowHoldoutP05!.Value, 0, 0.12);
        Assert.InRange(independent.MembershipAuc!.Value, 0.4, 0.6);
    }

    [Fact]
    public void WithoutAHoldoutTwoFiguresAreNullAndSaidToBe()
    {
        PrivacyMetrics m = CopyingDiagnostics.Measure(ReferenceFixture.Real, ReferenceFixture.Synthetic, null, Context);
        Assert.Null(m.DcrShareBelowHoldoutP05);
        Assert.Null(m.MembershipAuc);
        Assert.Contains("‹holdout›", m.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void TablesOfFewDistinctRowsGiveNumbers()
    {
        Matrix few = new(40, 2, [.. Enumerable.Range(0, 80).Select(i => (double)(i / 2 % 3))]);
        PrivacyMetrics m = CopyingDiagnostics.Measure(few, few, few, Context);
        Assert.Equal(1, m.VerbatimRate);
        Assert.Equal(1, m.VerbatimRateReal);
        Assert.Equal(1, m.DcrMedianRatio);
        Assert.Equal(1, m.DcrProtection);
        Assert.Equal(1, m.Nndr);
        Assert.Equal(0.5, m.MembershipAuc);
    }
}
