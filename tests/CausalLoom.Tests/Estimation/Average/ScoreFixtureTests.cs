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
        ScoreInput input = Continuous(kind == "weighted" ? Numbers("s") : null);
        JsonNode expected = Fixture[kind]!;
        foreach (Estimand estimand in new[] { Estimand.Ate, Estimand.Att, Estimand.Ato })
        {
            string name = estimand.Name();
            Assert.Equal(expected["or_" + name]!.GetValue<double>(), Of(new OutcomeRegressionScore(), input, estimand).Estimate, Close);
            Same(expected["aipw_" + name]!, Of(new AugmentedScore(), input, estimand));
            Same(expected["ipw_" + name]!, Of(new WeightingScore(), input, estimand));
        }

        int[] clusters = [.. Numbers("cluster").Select(v => (int)v)];
        Assert.Equal(expected["aipw_ate"]!["clustered"]!.GetValue<double>(),
            Of(new AugmentedScore(), input, Estimand.Ate).StandardError(clusters), Close);
    }

    [Fact]
    public void TargetedEstimatesAgreeWithR()
    {
        TmleOptions paper = new() { Bound = 1e-6, SingleFluctuation = true };
        TargetedScore covariate = new(new TmleOptions { Weighted = false });
        Same(Fixture["tmle"]!, Of(covariate, Continuous(null), Estimand.Ate));
        Same(Fixture["tmle_weighted"]!, Of(covariate, Continuous(Numbers("s")), Estimand.Ate));
        Same(Fixture["tmle_single"]!, Of(new TargetedScore(paper), Continuous(null), Estimand.Ate));
        ScoreInput binary = new(Numbers("b"), Arms, [Numbers("b0"), Numbers("b1")], Propensities(Numbers("g")));
        Same(Fixture["tmle_binary"]!, Of(covariate, binary, Estimand.Ate));
        Same(Fixture["tmle_binary_single"]!, Of(new TargetedScore(paper), binary, Estimand.Ate));
    }

    [Theory]
    [InlineData(Estimand.Ate)]
    [InlineData(Estimand.Att)]
    [InlineData(Estimand.Ato)]
    public void ATargetedEstimateIsAPlugInOfMeansWithinTheRange(Estimand estimand)
    {
        // The fluctuated means solve the residual part of the score: without it the estimate is the same, and it cannot leave the range.
        ScoreInput input = Continuous(null);
        EffectScore targeted = Of(new TargetedScore(), input, estimand);
        Assert.Equal(0, targeted.Influence.Average(), 1e-9);
        double range = input.Outcome.Max() - input.Outcome.Min();
        Assert.InRange(targeted.Estimate, -range, range);

        // Means far beyond the range, which aipw follows.
        ScoreInput wild = input with { Mu = [input.Mu[0], [.. input.Mu[1].Select(m => m + (20 * range))]] };
        Assert.InRange(Of(new TargetedScore(), wild, estimand).Estimate, -range, range);
    }

    [Theory]
    [InlineData(Estimand.Ate)]
    [InlineData(Estimand.Ato)]
    public void RelabelledArmsTurnTheSign(Estimand estimand)
    {
        ScoreInput input = Continuous(null);
        ScoreInput turned = new(input.Outcome, [.. Arms.Select(w => 1 - w)], [input.Mu[1], input.Mu[0]],
            [input.Propensity[1], input.Propensity[0]]);
        foreach (string name in EstimatorCatalogue.BuiltIn.Names)
        {
            AverageEffectOptions options = new() { Estimand = estimand };
            EffectScore first = Of(options.Score(name), input, options.Estimand),
                second = Of(options.Score(name), turned, options.Estimand);
            Assert.Equal(-first.Estimate, second.Estimate, 1e-9);
            Assert.Equal(first.StandardError(), second.StandardError(), 1e-9);
        }
    }

    [Fact]
    public void AWeightOfTwoIsARowTwice()
    {
        ScoreInput input = Continuous([.. Enumerable.Range(0, Arms.Length).Select(i => i % 4 == 0 ? 2.0 : 1)]);
        int[] rows = [.. Enumerable.Range(0, Arms.Length).SelectMany(i => i % 4 == 0 ? new[] { i, i } : [i])];
        ScoreInput twice = new(Take(Numbers("y"), rows), [.. rows.Select(i => Arms[i])], [Take(Numbers("mu0"), rows),
            Take(Numbers("mu1"), rows)], Propensities(Take(Numbers("g"), rows)));
        foreach (Estimand estimand in Enum.GetValues<Estimand>())
        {
            foreach (string name in EstimatorCatalogue.BuiltIn.Names)
            {
                AverageEffectOptions options = new() { Estimand = estimand };
                Assert.Equal(Of(options.Score(name), twice, options.Estimand).Estimate,
                    Of(options.Score(name), input, options.Estimand).Estimate, 1e-8);
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

    private static ScoreInput Continuous(double[]? weights) =>
        new(Numbers("y"), Arms, [Numbers("mu0"), Numbers("mu1")], Propensities(Numbers("g")), weights);

    private static EffectScore Of(IScore score, ScoreInput input, Estimand estimand)
    {
        Contrast contrast = new(1, 0);
        return score.Means(input, Population.Of(estimand, contrast)).Contrast(contrast);
    }

    private static double[][] Propensities(double[] g) => [[.. g.Select(p => 1 - p)], g];

    private static double[] Take(double[] values, int[] rows) => Array.ConvertAll(rows, i => values[i]);

    private static double[] Numbers(string key) => [.. Fixture[key]!.AsArray().Select(v => v!.GetValue<double>())];
}
