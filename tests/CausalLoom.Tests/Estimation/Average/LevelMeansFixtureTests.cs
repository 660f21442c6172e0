using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Every score of four levels against tools/reference/level_means.py, nuisances given.</summary>
public sealed class LevelMeansFixtureTests
{
    private const double Close = 1e-8, Normal975 = 1.959963984540054;
    private static readonly JsonNode Fixture = TestFixture.Node("level_means.json");
    private static readonly int[] Clusters = [.. Numbers(Fixture["cluster"]!).Select(v => (int)v)];

    [Theory]
    [InlineData("or")]
    [InlineData("ipw")]
    [InlineData("aipw")]
    [InlineData("tmle")]
    public void MeansAndContrastsAgreeWithNumpy(string estimator)
    {
        int contrasts = 0;
        foreach (JsonNode? one in Fixture["cases"]!.AsArray().Where(c => c!["estimator"]!.GetValue<string>() == estimator))
        {
            LevelMeans means = Means(one!);
            for (int level = 0; level < 4; level++)
            {
                Assert.Equal(Numbers(one!["means"]!)[level], means.Mean[level], Close);
                Assert.Equal(Numbers(one["se"]!)[level], means.Of(level).StandardError(), Close);
                Assert.Equal(Numbers(one["clustered"]!)[level], means.Of(level).StandardError(Clusters), Close);
            }

            foreach (JsonNode? contrast in one!["contrasts"]!.AsArray())
            {
                Same(contrast!.AsArray(), means);
                contrasts++;
            }
        }

        // Two weightings and six populations; four pairs on two scales and on three.
        Assert.Equal(2 * 6 * 4 * (2 + 3), contrasts);
    }

    private static void Same(JsonArray expected, LevelMeans means)
    {
        Contrast contrast = new(expected[0]!.GetValue<int>(), expected[1]!.GetValue<int>());
        EffectScale scale = EffectScales.Parse(expected[2]!.GetValue<string>());
        if (expected.Count == 3)
        {
            Assert.Throws<CausalLoomException>(() => means.Contrast(contrast, scale));
            return;
        }

        double[] figures = [.. expected.Skip(3).Select(v => v!.GetValue<double>())];
        EffectScore score = means.Contrast(contrast, scale);
        double size = 1 + Math.Abs(figures[0]);
        Assert.Equal(figures[0], score.Estimate, Close * size);
        Assert.Equal(figures[1], score.StandardError(), Close * size);
        Assert.Equal(figures[2], score.StandardError(Clusters), Close * size);
        (double lower, double upper) = score.Interval(score.StandardError(), Normal975);
        Assert.Equal(figures[3], lower, Close * size);
        Assert.Equal(figures[4], upper, Close * (1 + figures[4]) * size);
    }

    private static LevelMeans Means(JsonNode one)
    {
        string outcome = one["outcome"]!.GetValue<string>(), who = one["population"]!.GetValue<string>();
        ScoreInput input = new(Numbers(Fixture[outcome]!), [.. Numbers(Fixture["w"]!).Select(v => (int)v)],
            Levels(outcome == "y" ? "mu" : "risk"), Levels("g"), one["weighted"]!.GetValue<bool>() ? Numbers(Fixture["s"]!) : null);
        Population population = who switch
        {
            "everyone" => Population.Everyone,
            "overlap" => Population.Overlap,
            _ => Population.Of(who[0] - '0'),
        };
        // The fixture's fluctuation is along the clever covariate; the weighted one is in the stacked sandwich's.
        return new AverageEffectOptions { Tmle = new TmleOptions { Weighted =
            false } }.Score(one["estimator"]!.GetValue<string>()).Means(input, population);
    }

    private static double[][] Levels(string key) => [.. Fixture[key]!.AsArray().Select(level => Numbers(level!))];

    private static double[] Numbers(JsonNode values) => [.. values.AsArray().Select(v => v!.GetValue<double>())];
}
