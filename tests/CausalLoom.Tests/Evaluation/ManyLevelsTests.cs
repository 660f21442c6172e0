using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Evaluation;

/// <summary>The evaluation of a treatment with three levels; the outcome networks are replaced by the gap between arms' means.</summary>
public sealed class ManyLevelsTests
{
    private static readonly EvaluationOptions Quick = new() { Embeddings = 1, JointEmbeddings = 1, AssignmentDraws = 2 };
    private static readonly CausalData Real = Draw(500, 1);
    private static readonly CausalData Fresh = Draw(450, 2);
    private static readonly Lazy<EvaluationResult> Good = new(() => Evaluate(Fresh, Quick, Effects(Fresh)));

    [Fact]
    public void AFreshSamplePassesAndEveryContrastIsMeasured()
    {
        EvaluationResult result = Good.Value;
        Assert.All(new[] { "treatment", "outcome", "effect" }, what => Assert.NotEqual(VerdictLevel.Fail, Level(result, what)));
        Assert.Equal([("b", "a"), ("c", "a")], result.Contrasts!.Select(c => (c.Level, c.Reference)));
        Assert.Equal([("b", "a"), ("c", "a"), ("c", "b")], result.Outcome.Pairs!.Select(p => (p.Level, p.Reference)));
        Assert.Equal(result.Ate, result.Contrasts![0].Ate);

        // E[1 + x₁] and E[−1]; standard errors at these rows are about .1 to .2.
        Assert.All(result.Contrasts!.Zip([1.0, -1.0]), of =>
        {
            Assert.InRange(of.First.Ate.Real.Estimate, of.Second - (4 * of.First.Ate.Real.Se), of.Second + (4 * of.First.Ate.Real.Se));
            Assert.InRange(of.First.Ate.Truth!.Effect, of.Second - 0.25, of.Second + 0.25);
        });
        Assert.Equal(-1, result.Contrasts![1].Ate.Truth!.Effect, 1e-12);
        Assert.Equal(["a", "b", "c"], result.Treatment.Levels!.Select(l => l.Level));
        Assert.Equal(1, result.Treatment.Levels!.Sum(l => l.Real), 1e-12);
        Assert.Equal(Real.Treatment.CountOf(2) / 500.0, result.Treatment.Levels![2].Real, 1e-12);
    }

    [Fact]
    public void OutcomeFiguresAreTheMeansOverPairsOfTheRowsOfEachPair()
    {
        OutcomeMetrics outcome = Good.Value.Outcome;
        double[] gaps = [Gap(Real, Fresh, 1, 0), Gap(Real, Fresh, 2, 0), Gap(Real, Fresh, 2, 1)];
        Assert.All(gaps.Zip(outcome.Pairs!), pair => Assert.Equal(pair.First, pair.Second.Metrics.UPehe, 1e-12));
        Assert.Equal(gaps.Average(), outcome.UPehe, 1e-12);
        Assert.Equal(outcome.Pairs!.Average(p => p.Metrics.CrpsRatio), outcome.CrpsRatio, 1e-12);
    }

    [Fact]
    public void PermutedLevelsFailTheTreatmentAndAreLocatedThere()
    {
        int[] permuted = [.. Fresh.Treatment];
        RandomStream.Of(3).Shuffle<int>(permuted);
        EvaluationResult result = Evaluate(Fresh.WithTreatment(permuted), Quick);
        Assert.Equal(VerdictLevel.Fail, Level(result, "treatment"));
        Assert.Contains("assignment", result.Localisation.Found);
        Assert.DoesNotContain("assignment", Good.Value.Localisation.Found);
    }

    [Fact]
    public void AnotherEffectOfOneLevelIsNamedByOutcomeAndEffectAndKeptOverRepeats()
    {
        double[] outcome = [.. Fresh.Outcome.Zip(Fresh.Treatment, (y, w) => w == 2 ? y + 4 : y)];
        CausalData wrong = new(Fresh.Covariates, Fresh.TreatmentSpace, Fresh.Treatment.Codes, new ContinuousColumn("y", outcome), outcome);
        EvaluationResult result = Evaluate(wrong, Quick with { Repeats = 2 });
        Assert.Equal(VerdictLevel.Fail, Level(result, "effect"));
        Assert.Equal(VerdictLevel.Fail, Level(result, "outcome"));
        Assert.StartsWith("c against a, the worst of 2 contrasts", Text(result, "effect"), StringComparison.Ordinal);
        Assert.StartsWith("c against ", Text(result, "outcome"), StringComparison.Ordinal);
        Assert.InRange(result.Contrasts![1].Ate.ContrastTerm, 3, 5);
        Assert.InRange(result.Contrasts![0].Ate.ContrastTerm, -1, 1);
        Assert.Equal(3, result.Treatment.ByLevelReal.Length);

        JsonObject json = MetricsJson.ToJson(result);
        JsonNode ate = json["contrasts"]![1]!["ate"]!;
        Assert.Equal("c", (string)json["contrasts"]![1]!["level"]!);
        Assert.Equal(result.Contrasts[1].Ate.Real.Estimate, (double)ate["real"]!["estimate"]!, 1e-12);
        Assert.True((double)ate["real"]!["estimate_ci"]![0]! <= (double)ate["real"]!["estimate_ci"]![1]!);
        Assert.Equal(3, json["outcome"]!["pairs"]!.AsArray().Count);
        Assert.Equal(3, json["treatment"]!["levels"]!.AsArray().Count);
    }

    [Fact]
    public void TwoArmsHaveNoneOfTheseKeys()
    {
        JsonObject json = MetricsJson.ToJson(Results.Good);
        Assert.False(json.ContainsKey("contrasts"));
        Assert.False(json["outcome"]!.AsObject().ContainsKey("pairs"));
        Assert.False(json["treatment"]!.AsObject().ContainsKey("levels"));
    }

    [Fact]
    public void ALevelMayHaveANumbersName()
    {
        EvaluationResult odd = Results.Good with
        {
            Contrasts = [new EffectContrast("NaN", "Infinity", Results.Good.Ate, Results.Good.CateGap, Results.Good.Signal)],
        };
        Assert.Equal("NaN", (string)MetricsJson.ToJson(odd)["contrasts"]![0]!["level"]!);
    }

    [Fact]
    public void APairHasTheRowsOfItsTwoLevelsReferenceFirst()
    {
        CausalData data = Real.WithWeights([.. Enumerable.Range(1, Real.Rows).Select(i => (double)i)]), pair = data.Pair(2, 1);
        int[] rows = [.. Enumerable.Range(0, data.Rows).Where(i => data.Treatment[i] != 0)];
        Assert.Equal(["b", "c"], pair.TreatmentSpace.Levels);
        Assert.Equal(rows.Select(i => data.Treatment[i] - 1), pair.Treatment);
        Assert.Equal(rows.Select(i => data.Outcome[i]), pair.Outcome);
        Assert.Equal(rows.Select(i => i + 1.0), pair.Weights);
        Assert.Throws<ArgumentException>(() => data.Pair(1, 1));
    }

    // Levels by a multinomial logit in x₁ and x₂; μ_a = x₂, μ_b = μ_a + 1 + x₁, μ_c = μ_a − 1; Y ~ N(μ, 1).
    private static CausalData Draw(int rows, long seed)
    {
        RandomStream stream = RandomStream.Of(seed).Child("many levels");
        double[] first = new double[rows], second = new double[rows], y = new double[rows];
        int[] arms = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            (first[i], second[i]) = (stream.NextNormal(), stream.NextNormal());
            double b = Math.Exp(1.5 * first[i]), c = Math.Exp(-1.5 * first[i]), u = stream.NextDouble() * (1 + b + c);
            arms[i] = u < 1 ? 0 : u < 1 + b ? 1 : 2;
            y[i] = second[i] + (arms[i] == 0 ? 0 : arms[i] == 1 ? 1 + first[i] : -1) + stream.NextNormal();
        }

        Table x = new([new ContinuousColumn("x1", first), new ContinuousColumn("x2", second)]);
        return new CausalData(x, new TreatmentSpace("w", ["a", "b", "c"]), arms, new ContinuousColumn("y", y), y);
    }

    private static double[][] Effects(CausalData data) =>
        [Array.ConvertAll(data.Covariates["x1"].ToNumbers(), v => 1 + v), [.. Enumerable.Repeat(-1.0, data.Rows)]];

    private static EvaluationResult Evaluate(CausalData synthetic, EvaluationOptions options, IReadOnlyList<double[]>? effects = null) =>
        Evaluator.Evaluate(Real, synthetic, null, options, Outcome, FitContext.ForSeed(1, threads: 2), effects);

    // Two arms are all that it may see.
    private static OutcomeMetrics Outcome(CausalData real, CausalData synthetic, double? jsdPiNormalized, FitContext context)
    {
        Assert.Equal(2, real.Levels);
        double gap = Gap(real, synthetic, 1, 0);
        return Results.Outcome with { UPehe = gap, FloorBootstrap = 0.5, CrpsRatio = 1 + (gap / 100), FailureSignature = null };
    }

    private static double Gap(CausalData real, CausalData synthetic, int level, int reference) =>
        Math.Abs(Difference(real, level, reference) - Difference(synthetic, level, reference));

    private static double Difference(CausalData data, int level, int reference) =>
        data.Treatment.RowsOf(level).Average(i => data.Outcome[i]) - data.Treatment.RowsOf(reference).Average(i => data.Outcome[i]);

    private static VerdictLevel Level(EvaluationResult result, string desideratum) =>
        result.Verdicts.Single(v => v.Desideratum == desideratum).Level;

    private static string Text(EvaluationResult result, string desideratum) =>
        result.Verdicts.Single(v => v.Desideratum == desideratum).Text;
}
