using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Effect;
using CausalLoom.Evaluation.Verdicts;

namespace CausalLoom.Tests.Evaluation.Effect;

public sealed class IntervalCheckTests
{
    [Theory]
    [InlineData(1000, 1.0, 0.834)]
    [InlineData(10_000, 0.31622777, 0.446)]
    [InlineData(500, 1.41421356, 0.890)]
    public void WithoutAShiftCoverageIsThatOfTheNoiseAlone(int synthetic, double se, double coverage)
    {
        IntervalMetrics interval = IntervalCheck.Of(Result(1, 1, 1, se, synthetic), null);
        Assert.Equal(coverage, interval.PlainCoverage, 0.001);
        Assert.Equal(se / Math.Sqrt(1 + (se * se)), interval.SeShare, 6);
        VerdictLevel level = IntervalVerdict.Of(interval, new RowCounts(1000, synthetic)).Level;
        Assert.Equal(coverage < 0.8 ? VerdictLevel.Fail : VerdictLevel.Caution, level);
    }

    [Fact]
    public void FewRowsOfMuchMayBeTakenForReal()
    {
        IntervalMetrics interval = IntervalCheck.Of(Result(1, 0.1, 1, 1, 100), null);
        Assert.InRange(interval.PlainCoverage, 0.945, 0.95);
        Assert.Equal(VerdictLevel.Pass, IntervalVerdict.Of(interval, new RowCounts(10_000, 100)).Level);
    }

    // A copy's model was fitted to a sample of a sample: SE²(synthetic) 1, 2 SE²(real).
    [Fact]
    public void OneOfSeveralCopiesSaysSo()
    {
        IntervalMetrics interval = IntervalCheck.Of(Result(1, 1, 1, 1, 1000), new SynthesisError(1000, 1000) { Samplings = 2 });
        Assert.Equal(0.742, interval.PlainCoverage, 0.001);
        Verdict verdict = IntervalVerdict.Of(interval, new RowCounts(1000, 1000));
        Assert.Equal(VerdictLevel.Caution, verdict.Level);
        Assert.Contains("all copies with ‹release›", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasMovedBeyondNoiseLowersIt()
    {
        double still = IntervalCheck.Of(Result(1, 1, 2, 1, 1000), null).PlainCoverage;
        Assert.Equal(IntervalCheck.Of(Result(1, 1, 1, 1, 1000), null).PlainCoverage, still, 12);
        Assert.InRange(IntervalCheck.Of(Result(1, 1, 7, 1, 1000), null).PlainCoverage, 0, 0.01);
    }

    [Fact]
    public void SidesWithoutErrorsHaveNoCoverageUnlessTheyAgree()
    {
        Assert.Equal(1, IntervalCheck.Of(Result(1, 0, 1, 0, 1000), null).PlainCoverage);
        Assert.Equal(0, IntervalCheck.Of(Result(1, 0, 2, 0, 1000), null).PlainCoverage);
        Assert.Equal(0, IntervalCheck.Of(Result(1, 1, 1, 0, 1000), null).PlainCoverage);
    }

    [Fact]
    public void AReleaseFilePassesWhereItFitsTheRowsAndFailsElsewhere()
    {
        SynthesisError Release(double shift) => new(1000, 10_000)
        {
            Measured = new Dictionary<Population, PopulationError>
                { [Population.Everyone] = new([0, shift], [[1, 0], [0, 1]], [[1, 0], [0, 1]]) },
        };
        EvaluationResult result = Result(1, 1, 6, 0.3, 10_000);
        Verdict Of(SynthesisError? release) => IntervalVerdict.Of(IntervalCheck.Of(result, release), result.Rows);
        Assert.Equal(VerdictLevel.Fail, Of(null).Level);
        Assert.Contains("√(1 + m/n) = 3.32", Of(null).Text, StringComparison.Ordinal);
        Assert.Equal(VerdictLevel.Pass, Of(Release(5)).Level);
        Assert.Equal(VerdictLevel.Fail, Of(Release(0)).Level);
        SynthesisError none = Release(5);
        PopulationError refused = none.Measured[Population.Everyone] with { Refusal = "of the real rows, two were treated" };
        Verdict told = Of(none with { Measured = new Dictionary<Population, PopulationError> { [Population.Everyone] = refused } });
        Assert.Equal(VerdictLevel.Caution, told.Level);
        Assert.Contains("two were treated", told.Text, StringComparison.Ordinal);
        Assert.Contains("not of these rows", Of(Release(0)).Text, StringComparison.Ordinal);
    }

    private static EvaluationResult Result(double real, double realSe, double synthetic, double se, int rows) => Results.Good with
    {
        Rows = new RowCounts(1000, rows),
        Contrasts = null,
        Ate = Results.Good.Ate with { Real = new EffectEstimate(real, realSe), Synthetic = new EffectEstimate(synthetic, se) },
    };
}
