using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Verdicts;

namespace CausalLoom.Tests.Evaluation.Verdicts;

public sealed class VerdictRulesTests
{
    private static EvaluationResult Good => Results.Good;

    [Fact]
    public void GoodFiguresPassAndSayTheirNumbers()
    {
        IReadOnlyList<Verdict> verdicts = VerdictRules.Of(Good);
        Assert.Equal(["covariates", "treatment", "outcome", "effect", "copying"], verdicts.Select(v => v.Desideratum));
        Assert.All(verdicts, v => Assert.Equal(VerdictLevel.Pass, v.Level));
        Assert.Contains("0.93", verdicts[0].Text, StringComparison.Ordinal);
        Assert.Contains("0.95", verdicts[1].Text, StringComparison.Ordinal);
        Assert.Contains("no privacy guarantee", verdicts[4].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoErrorsThatHideEachOtherAreSaid()
    {
        AteComparison hidden = Good.Ate with
            { CovariateTerm = 0.5, CovariateTermCi = [0.3, 0.7], ContrastTerm = -0.48, ContrastTermCi = [-0.8, -0.1] };
        Verdict verdict = Of(Good with { Ate = hidden }, "effect");
        Assert.Equal(VerdictLevel.Caution, verdict.Level);
        Assert.Contains("hide each other", verdict.Text, StringComparison.Ordinal);
        Assert.Contains("0.5 (95 % 0.3 to 0.7)", verdict.Text, StringComparison.Ordinal);
        AteComparison[] fine =
        [
            hidden with { ContrastTerm = 0.48, ContrastTermCi = [0.1, 0.8] },
            hidden with { ContrastTermCi = [-1.2, 0.1] },
            hidden with { CovariateTerm = 0.05, CovariateTermCi = [0.01, 0.09] },
        ];
        Assert.All(fine, ate => Assert.Equal(VerdictLevel.Pass, Of(Good with { Ate = ate }, "effect").Level));
    }

    [Fact]
    public void TheReadingNamesThePartsThatDiffer()
    {
        LocalisationMetrics none = Good.Localisation;
        Assert.StartsWith("No difference between 1000 real and 1000 synthetic rows", LocalisationReading.Of(none),
            StringComparison.Ordinal);
        LocalisationMetrics found = none with { Assignment = Results.Step with { Increment = 0.12, PValue = 0.0001 },
            Outcome = Results.Step with { Increment = -0.002, PValue = 0.012 }, Found = ["assignment", "outcome"] };
        Assert.Equal("The sides differ in the assignment given the covariates (AUC +0.12, p < .001) and in the outcome given covariates "
            + "and treatment (slightly: AUC −0.00, p = 0.012).", LocalisationReading.Of(found));
        Assert.Contains("AUC 0.51; .5 is best", LocalisationReading.Of(none with { Found = ["covariates"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void LostDependenceFailsTheCovariates()
    {
        Verdict verdict = Of(Good with { Covariates = Good.Covariates with { DependenceKept = 0.04 } }, "covariates");
        Assert.Equal(VerdictLevel.Fail, verdict.Level);
        Assert.Contains("4 %", verdict.Text, StringComparison.Ordinal);
        Assert.Contains("‹generator›", verdict.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.96, 0.61, 0.02, VerdictLevel.Fail)]
    [InlineData(0.96, 0.61, 0.5, VerdictLevel.Caution)]
    [InlineData(0.94, 0.61, 0.5, VerdictLevel.Pass)]
    [InlineData(0.96, 0.59, 0.5, VerdictLevel.Pass)]
    public void PrecisionAbove95WithRecallAbove60IsCopying(double precision, double recall, double authenticity, VerdictLevel expected)
    {
        CovariateMetrics x = Good.Covariates with { AlphaPrecision = precision, BetaRecall = recall, Authenticity = authenticity };
        Assert.Equal(expected, Of(Good with { Covariates = x }, "copying").Level);
    }

    [Fact]
    public void VerbatimRowsAreCopyingUnlessRealRowsRepeatToo()
    {
        EvaluationResult copied = Good with { Privacy = Good.Privacy with { VerbatimRate = 0.9 } };
        Assert.Equal(VerdictLevel.Fail, Of(copied, "copying").Level);
        EvaluationResult coarse = Good with { Privacy = Good.Privacy with { VerbatimRate = 0.9, VerbatimRateReal = 0.92 } };
        Assert.Equal(VerdictLevel.Pass, Of(coarse, "copying").Level);
    }

    [Theory]
    [InlineData(0.9, VerdictLevel.Pass)]
    [InlineData(0.6, VerdictLevel.Caution)]
    [InlineData(0.1, VerdictLevel.Fail)]
    [InlineData(-2.0, VerdictLevel.Fail)]
    public void TreatmentFollowsItsNormalisedScore(double score, VerdictLevel expected) =>
        Assert.Equal(expected, Of(Good with { Treatment = Good.Treatment with { JsdPiNormalized = score } }, "treatment").Level);

    [Fact]
    public void ARandomisedTrialPassesUnlessSyntheticAssignmentDependsOnCovariates()
    {
        TreatmentMetrics trial = Good.Treatment with { JsdPiNormalized = null, Score = 0.985, Null = 0.99, Oracle = 0.98 };
        Verdict pass = Of(Good with { Treatment = trial }, "treatment");
        Assert.Equal(VerdictLevel.Pass, pass.Level);
        Assert.Contains("randomised", pass.Text, StringComparison.Ordinal);
        Assert.Equal(VerdictLevel.Fail, Of(Good with { Treatment = trial with { Score = 0.85 } }, "treatment").Level);
        Assert.Equal(VerdictLevel.Fail, Of(Good with { Treatment = trial with { TreatedShareSynthetic = 0.05 } }, "treatment").Level);
    }

    [Theory]
    [InlineData(1.0, 1.0, VerdictLevel.Pass)]
    [InlineData(1.5, 1.0, VerdictLevel.Caution)]
    [InlineData(1.0, 1.4, VerdictLevel.Caution)]
    [InlineData(1.81, 1.0, VerdictLevel.Fail)]
    public void OutcomeFailsBeyond1Point8TimesItsBootstrapFloor(double ratio, double crps, VerdictLevel expected)
    {
        OutcomeMetrics y = Good.Outcome with { UPehe = ratio * Good.Outcome.FloorBootstrap, CrpsRatio = crps };
        Assert.Equal(expected, Of(Good with { Outcome = y }, "outcome").Level);
        string signature = "the failure named elsewhere";
        Assert.Equal(expected == VerdictLevel.Pass,
            Of(Good with { Outcome = y with { FailureSignature = signature } }, "outcome").Text != signature);
    }

    [Fact]
    public void OutcomesWithoutTheirNoiseAreDoubtful() =>
        Assert.Equal(VerdictLevel.Caution, Of(Good with { Outcome = Good.Outcome with { NoiseRatio = 0.3 } }, "outcome").Level);

    [Fact]
    public void EffectsFarApartOrWithTooSmallErrorsAreNamed()
    {
        AteComparison apart = Good.Ate with { Synthetic = new EffectEstimate(0.9, 0.1) };
        Assert.Equal(VerdictLevel.Fail, Of(Good with { Ate = apart }, "effect").Level);
        AteComparison noiseless = Good.Ate with { Synthetic = new EffectEstimate(0.31, 0.02) };
        Verdict tooSure = Of(Good with { Ate = noiseless }, "effect");
        Assert.Equal(VerdictLevel.Fail, tooSure.Level);
        Assert.Contains("‹outcome-noise residual›", tooSure.Text, StringComparison.Ordinal);
    }

    private static Verdict Of(EvaluationResult result, string desideratum) =>
        VerdictRules.Of(result).Single(v => v.Desideratum == desideratum);
}
