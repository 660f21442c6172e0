using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Standard errors of estimates whose regressions are fitted to the same rows, against
/// tools/reference/stacked_sandwich.py.</summary>
public sealed class StackedSandwichTests
{
    private static readonly JsonArray Fixture = TestFixture.Node("stacked_sandwich.json").AsArray();

    [Theory]
    [InlineData(0, "or")]
    [InlineData(0, "ipw")]
    [InlineData(0, "aipw")]
    [InlineData(0, "tmle")]
    [InlineData(1, "or")]
    [InlineData(1, "ipw")]
    [InlineData(1, "aipw")]
    [InlineData(1, "tmle")]
    public void LevelMeansAndContrastsHaveTheStacksErrors(int problem, string estimator)
    {
        JsonNode one = Fixture[problem]!;
        int levels = one["levels"]!.GetValue<int>(), tried = 0;
        int[] clusters = Whole(one["cluster"]!);
        foreach (JsonNode? of in one["cases"]!.AsArray().Where(c => c!["estimator"]!.GetValue<string>() == estimator))
        {
            string outcome = of!["outcome"]!.GetValue<string>(), who = of["population"]!.GetValue<string>();
            CausalData data = Rows(one, outcome).WithWeights(of["weighted"]!.GetValue<bool>() ? Numbers(one["s"]!) : null);
            NuisanceOptions options = new()
            {
                Propensity = new LogisticPropensity(1e-9), Outcome = new LinearOutcome(1e-9), Folds = 1,
                Clipping = new PropensityClipping(1e-9, 1 - 1e-9),
            };
            Nuisances nuisances = Nuisances.Fit(data, options, FitContext.ForSeed(1));
            Population population = who == "everyone" ? Population.Everyone : who == "overlap" ? Population.Overlap
                : Population.Of(who[0] - '0');
            LevelMeans means = Means(data, SmallSample.Never), large = Means(data, SmallSample.Always),
                clustered = Means(data.WithClusters(clusters), SmallSample.Always);
            LevelMeans Means(CausalData rows, SmallSample small) => new AverageEffectOptions().Score(estimator).Means(
                ScoreInput.Of(rows, nuisances) with { Equations = NuisanceEquations.Of(rows, nuisances, options,
                    FeatureEncoder.FitRows(rows.Covariates).Features, small) }, population);
            for (int level = 0; level < levels; level++)
            {
                Near(Numbers(of["means"]!)[level], means.Mean[level]);
                Near(Numbers(of["se"]!)[level], means.Of(level).StandardError());
                Near(Numbers(of["clustered"]!)[level], means.Of(level).StandardError(clusters));
                Near(Numbers(of["corrected"]![0]!)[level], large.Of(level).StandardError());
                Near(Numbers(of["corrected"]![1]!)[level], clustered.Of(level).StandardError(clusters));
            }

            Same(of["difference"]!, means.Contrast(new Contrast(1, 0)), clusters);
            if (of["ratio"] is { } ratio)
            {
                Same(ratio, means.Contrast(new Contrast(1, 0), EffectScale.Ratio), clusters);
            }

            tried++;
        }

        // Two outcomes, two weightings, everyone, the overlap population and those of each level.
        Assert.Equal(2 * 2 * (2 + levels), tried);
    }

    private static CausalData Rows(JsonNode one, string outcome)
    {
        Column y = outcome == "y" ? new ContinuousColumn("y", Numbers(one["y"]!)) : new BinaryColumn("y", Whole(one["d"]!), ["0", "1"]);
        int levels = one["levels"]!.GetValue<int>();
        Column w = levels == 2 ? new BinaryColumn("w", Whole(one["w"]!), ["0", "1"])
            : new CategoricalColumn("w", Whole(one["w"]!), [.. Enumerable.Range(0, levels).Select(level => $"{level}")]);
        return CausalData.From(new Table([new ContinuousColumn("a", Numbers(one["a"]!)), new ContinuousColumn("b", Numbers(one["b"]!)),
            new CategoricalColumn("c", Whole(one["c"]!), ["u", "v", "x"]), w, y]), "w", "y");
    }

    private static void Same(JsonNode expected, EffectScore score, int[] clusters)
    {
        double[] figures = Numbers(expected);
        Near(figures[0], score.Estimate);
        Near(figures[1], score.StandardError());
        Near(figures[2], score.StandardError(clusters));
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-6 * (1 + Math.Abs(expected)));

    private static double[] Numbers(JsonNode values) => [.. values.AsArray().Select(v => v!.GetValue<double>())];

    private static int[] Whole(JsonNode values) => [.. values.AsArray().Select(v => v!.GetValue<int>())];
}
