using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Evaluation;

/// <summary>The whole evaluation, with the outcome networks (slow, tested in their own room) replaced by fixed figures.</summary>
public sealed class EvaluatorTests
{
    private static readonly EvaluationOptions Quick = new() { Embeddings = 2, JointEmbeddings = 1, AssignmentDraws = 2 };
    private static readonly CausalData Real = Samples.Draw(new DemoSimulator(), 400, 1);
    private static readonly CausalData Fresh = Samples.Draw(new DemoSimulator(), 350, 2);

    [Fact]
    public void AFreshSamplePassesOnCovariatesEffectAndCopying()
    {
        EvaluationResult result = Evaluate(Real, Fresh, Samples.Draw(new DemoSimulator(), 300, 3));
        Assert.NotEqual(VerdictLevel.Fail, Level(result, "covariates"));
        Assert.NotEqual(VerdictLevel.Fail, Level(result, "effect"));
        Assert.Equal(VerdictLevel.Pass, Level(result, "copying"));
        Assert.NotNull(result.Utility.Tstr);
        Assert.NotNull(result.Privacy.MembershipAuc);
        Assert.Equal(new RowCounts(400, 350), result.Rows);
    }

    [Fact]
    public void AnExactCopyIsFlagged()
    {
        EvaluationResult result = Evaluate(Real, Real, null);
        Assert.Equal(VerdictLevel.Fail, Level(result, "copying"));
        Assert.Equal(1, result.Privacy.VerbatimRate);
        Assert.True(result.Covariates.AlphaPrecision > 0.95 && result.Covariates.BetaRecall > 0.60);
        Assert.Null(result.Utility.Tstr);
    }

    [Fact]
    public void PermutedColumnsFailTheCovariates()
    {
        RandomStream stream = RandomStream.Of(4);
        Table permuted = new([.. Fresh.Covariates.Columns.Select(column => column.Take(stream.Permutation(Fresh.Rows)))]);
        CausalData scrambled = new(permuted, Fresh.TreatmentSpace, Fresh.Treatment.Codes, Fresh.OutcomeColumn, Fresh.Outcome.Values);
        Assert.Equal(VerdictLevel.Fail, Level(Evaluate(Real, scrambled, null), "covariates"));
    }

    [Fact]
    public void ThreadsDoNotChangeAByteAndRepeatsGiveIntervals()
    {
        CausalData few = Real.Take([.. Enumerable.Range(0, 150)]), fresh = Fresh.Take([.. Enumerable.Range(0, 120)]);
        EvaluationOptions twice = Quick with { Repeats = 2, Embeddings = 1 };
        string one = MetricsJson.Write(Evaluator.Evaluate(few, fresh, null, twice, Outcome, FitContext.ForSeed(5)));
        string two = MetricsJson.Write(Evaluator.Evaluate(few, fresh, null, twice, Outcome, FitContext.ForSeed(5, threads: 2)));
        Assert.Equal(one, two);
        Assert.Contains("\"c2st_boosting_ci\"", one, StringComparison.Ordinal);
    }

    [Fact]
    public void TablesThatCannotBeComparedAreRefusedInOneLine()
    {
        Assert.Contains("at least 20", Refusal(Real.Take([0, 1, 2])), StringComparison.Ordinal);
        Table without = Fresh.Covariates.Without("crp");
        Assert.Contains("'crp'", Refusal(
            new CausalData(without, Fresh.TreatmentSpace, Fresh.Treatment.Codes, Fresh.OutcomeColumn, Fresh.Outcome.Values)),
            StringComparison.Ordinal);
        TreatmentSpace others = new("drug", ["placebo", "active"]);
        Assert.Contains("placebo", Refusal(
            new CausalData(Fresh.Covariates, others, Fresh.Treatment.Codes, Fresh.OutcomeColumn, Fresh.Outcome.Values)),
            StringComparison.Ordinal);
    }

    private static string Refusal(CausalData synthetic)
    {
        string message = Assert.Throws<CausalLoomException>(() => Evaluate(Real, synthetic, null)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    // Whoever calls, from whichever child stream: the seed that a result states is the one its numbers come from.
    [Fact]
    public void TheSeedStatedIsTheSeedUsed()
    {
        CausalData real = Samples.Draw(new DemoSimulator(), 80, 1), other = Samples.Draw(new DemoSimulator(), 80, 2);
        EvaluationOptions quick = Quick with { Embeddings = 1 };
        EvaluationResult Of(FitContext context) => Evaluator.Evaluate(real, other, null, quick, Outcome, context);
        EvaluationResult seven = Of(FitContext.ForSeed(7)), eight = Of(FitContext.ForSeed(8).Child("evaluate"));
        Assert.Equal((7, 8), (seven.Seed, eight.Seed));
        Assert.NotEqual(seven.Covariates.AlphaPrecision, eight.Covariates.AlphaPrecision);
        Assert.Equal(MetricsJson.Write(seven), MetricsJson.Write(Of(FitContext.ForSeed(7, threads: 2))));
        Assert.Contains("‹repeats 0›", Assert.Throws<CausalLoomException>(() =>
            Evaluator.Evaluate(real, other, null, quick with { Repeats = 0 }, FitContext.ForSeed(1))).Message, StringComparison.Ordinal);
    }

    private static EvaluationResult Evaluate(CausalData real, CausalData synthetic, CausalData? holdout) =>
        Evaluator.Evaluate(real, synthetic, holdout, Quick, Outcome, FitContext.ForSeed(1, threads: 2));

    private static OutcomeMetrics Outcome(CausalData real, CausalData synthetic, double? jsdPiNormalized, FitContext context) =>
        Results.Outcome;

    private static VerdictLevel Level(EvaluationResult result, string desideratum) =>
        result.Verdicts.Single(v => v.Desideratum == desideratum).Level;
}
