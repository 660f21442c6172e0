using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Every score against tools/reference/average_effects.R, nuisances given.</summary>
public sealed class ScoreFixtureTests
{
    private const double Close = 1e-8;
    private static readonly JsonNode Fixture = TestFixture.Node("average_effects.json");
    private static readonly int[] Arms = [.. Numbers("w").Select(v => (int)v)];

    [Theory]
    [InlineData("plain")]
    [InlineData("weighted")]
    public void WeightingRegressionAndAugmentedScoresAgreeWithR(string kind)
    {
        EffectInput input = Continuous(kind == "weighted" ? Numbers("s") : null);
        JsonNode expected = Fixture[kind]!;
        foreach (Estimand estimand in Enum.GetValues<Estimand>())
        {
            string name = estimand.Name();
            Assert.Equal(expected["or_" + name]!.GetValue<double>(), OutcomeRegressionScore.Of(input, estimand).Estimate, Close);
            Same(expected["aipw_" + name]!, AugmentedScore.Of(input, estimand));
            Same(expected["ipw_" + name]!, WeightingScore.Of(input, estimand));
        }

        int[] clusters = [.. Numbers("cluster").Select(v => (int)v)];
        Assert.Equal(expected["aipw_ate"]!["clustered"]!.GetValue<double>(),
            AugmentedScore.Of(input, Estimand.Ate).StandardError(clusters), Close);
    }

    [Fact]
    public void TargetedEstimatesAgreeWithR()
    {
        TmleOptions paper = new() { Bound = 1e-6, SingleFluctuation = true };
        Same(Fixture["tmle"]!, TargetedScore.Of(Continuous(null), Estimand.Ate));
        Same(Fixture["tmle_weighted"]!, TargetedScore.Of(Continuous(Numbers("s")), Estimand.Ate));
        Same(Fixture["tmle_single"]!, TargetedScore.Of(Continuous(null), Estimand.Ate, paper));
        EffectInput binary = new(Numbers("b"), Arms, Numbers("b0"), Numbers("b1"), Numbers("g"));
        Same(Fixture["tmle_binary"]!, TargetedScore.Of(binary, Estimand.Ate));
        Same(Fixture["tmle_binary_single"]!, TargetedScore.Of(binary, Estimand.Ate, paper));
    }

    [Theory]
    [InlineData(Estimand.Ate)]
    [InlineData(Estimand.Att)]
    [InlineData(Estimand.Ato)]
    public void ATargetedEstimateIsAPlugInOfMeansWithinTheRange(Estimand estimand)
    {
        // The fluctuated means solve the residual part of the score: without it the estimate is the same, and it cannot leave the range.
        EffectInput input = Continuous(null);
        EffectScore targeted = TargetedScore.Of(input, estimand);
        Assert.Equal(0, targeted.Influence.Average(), 1e-9);
        double range = input.Outcome.Max() - input.Outcome.Min();
        Assert.InRange(targeted.Estimate, -range, range);

        // Means far beyond the range, which aipw follows.
        EffectInput wild = input with { Mu1 = [.. input.Mu1.Select(m => m + (20 * range))] };
        Assert.InRange(TargetedScore.Of(wild, estimand).Estimate, -range, range);
    }

    [Theory]
    [InlineData(Estimand.Ate)]
    [InlineData(Estimand.Ato)]
    public void RelabelledArmsTurnTheSign(Estimand estimand)
    {
        EffectInput input = Continuous(null);
        EffectInput turned = new(input.Outcome, [.. Arms.Select(w => 1 - w)], input.Mu1, input.Mu0,
            [.. input.Propensity.Select(p => 1 - p)]);
        foreach (string name in Estimators.Names)
        {
            AverageEffectOptions options = new() { Estimand = estimand };
            EffectScore first = AverageEffects.Score(name, input, options), second = AverageEffects.Score(name, turned, options);
            Assert.Equal(-first.Estimate, second.Estimate, 1e-9);
            Assert.Equal(first.StandardError(), second.StandardError(), 1e-9);
        }
    }

    [Fact]
    public void AWeightOfTwoIsARowTwice()
    {
        EffectInput input = Continuous([.. Enumerable.Range(0, Arms.Length).Select(i => i % 4 == 0 ? 2.0 : 1)]);
        int[] rows = [.. Enumerable.Range(0, Arms.Length).SelectMany(i => i % 4 == 0 ? new[] { i, i } : [i])];
        EffectInput twice = new(Take(Numbers("y"), rows), [.. rows.Select(i => Arms[i])], Take(Numbers("mu0"), rows),
            Take(Numbers("mu1"), rows), Take(Numbers("g"), rows));
        foreach (Estimand estimand in Enum.GetValues<Estimand>())
        {
            foreach (string name in Estimators.Names)
            {
                AverageEffectOptions options = new() { Estimand = estimand };
                Assert.Equal(AverageEffects.Score(name, twice, options).Estimate,
                    AverageEffects.Score(name, input, options).Estimate, 1e-8);
            }
        }
    }

    private static void Same(JsonNode expected, EffectScore score)
    {
        if (expected is JsonObject both)
        {
            Assert.Equal(both["estimate"]!.GetValue<double>(), score.Estimate, Close);
            Assert.Equal(both["se"]!.GetValue<double>(), score.StandardError(), Close);
        }
        else
        {
            Assert.Equal(expected.GetValue<double>(), score.Estimate, Close);
        }
    }

    private static EffectInput Continuous(double[]? weights) =>
        new(Numbers("y"), Arms, Numbers("mu0"), Numbers("mu1"), Numbers("g"), weights);

    private static double[] Take(double[] values, int[] rows) => Array.ConvertAll(rows, i => values[i]);

    private static double[] Numbers(string key) => [.. Fixture[key]!.AsArray().Select(v => v!.GetValue<double>())];
}
