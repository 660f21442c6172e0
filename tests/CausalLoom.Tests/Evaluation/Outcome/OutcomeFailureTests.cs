using CausalLoom.Evaluation.Outcome;

namespace CausalLoom.Tests.Evaluation.Outcome;

public class OutcomeFailureTests
{
    [Theory]
    [InlineData(1.0, 1.0, 1.0)]
    [InlineData(1.2, 1.0, 1.1)]
    public void SaysNothingWhereNothingIsWrong(double uPehe, double floor, double crps) =>
        Assert.Null(OutcomeFailure.Describe(uPehe, floor, crps, 0.9));

    [Theory]
    [InlineData(0.9, "outcome model alone is at fault", "‹outcome-model stack›")]
    [InlineData(0.2, "has lost both mechanisms", "‹method steam›")]
    [InlineData(null, "other treatment effects", "‹method steam›")]
    public void TellsHighPeheWithGoodAndBadTreatmentApart(double? jsd, string cause, string advice)
    {
        string text = Assert.IsType<string>(OutcomeFailure.Describe(3, 1, 1, jsd));
        Assert.StartsWith("U_PEHE 3 is 3.0 times its bootstrap floor 1", text, StringComparison.Ordinal);
        Assert.Contains(cause, text, StringComparison.Ordinal);
        Assert.Contains(advice, text, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesNoiseThatIsMissingThoughEverythingElseIsFine()
    {
        Assert.Contains("only 0.20 times", OutcomeFailure.Describe(0.5, 1, 1, 0.9, 0.2), StringComparison.Ordinal);
        Assert.Null(OutcomeFailure.Describe(0.5, 1, 1, 0.9, 0.95));
    }

    [Fact]
    public void NamesMissingNoiseAndDoubts()
    {
        Assert.Contains("‹outcome-noise residual›", OutcomeFailure.Describe(0.5, 1, 1.4, null), StringComparison.Ordinal);
        Assert.Contains("farther apart than resampling", OutcomeFailure.Describe(1.5, 1, 1, null), StringComparison.Ordinal);
        Assert.Contains("spread is off", OutcomeFailure.Describe(1.5, 1, 1.4, null), StringComparison.Ordinal);
    }
}
