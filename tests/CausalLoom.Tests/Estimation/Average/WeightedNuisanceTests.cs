using System.Text.Json;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Estimation.Average;

public sealed class WeightedNuisanceTests
{
    private static readonly JsonElement Fixture = MechanismFixture.Weighted;

    [Theory]
    [InlineData("numeric")]
    [InlineData("binary")]
    public void WeightedRegressionsInTheFormulaAreRs(string name)
    {
        int[] w = Fixture.Integers("w");
        Column y = name == "numeric" ? new ContinuousColumn("y", Fixture.Numbers("y"))
            : new BinaryColumn("y", Fixture.Integers("b"), ["0", "1"]);
        Table table = new([new ContinuousColumn("x1", Fixture.Numbers("x1")), new ContinuousColumn("x2", Fixture.Numbers("x2")),
            new BinaryColumn("w", w, ["0", "1"]), y]);
        NuisanceOptions plain = new() { Propensity = new LogisticPropensity(0), Outcome = new LinearOutcome(0), Folds = 1,
            Clipping = new PropensityClipping(1e-9, 1 - 1e-9) };
        CausalData data = CausalData.From(table, "w", "y").WithWeights(Fixture.Numbers("s"));
        AverageEffects effects = AverageEffects.Estimate(
            data, new AverageEffectOptions { Estimators = ["aipw"], Nuisances = plain }, FitContext.ForSeed(1));
        MechanismFixture.Near(Fixture.Numbers("g"), effects.Nuisances.Propensity[1], 1e-8);
        Assert.Equal(Fixture.GetProperty(name).GetProperty("estimate").GetDouble(), effects.Effects[0].Estimate, 1e-8);

        // R's is the error with nuisances as given; what fitting them to the same rows adds is the stacked sandwich's.
        LevelMeans given = new AugmentedScore().Means(ScoreInput.Of(data, effects.Nuisances), Population.Everyone);
        Assert.Equal(Fixture.GetProperty(name).GetProperty("se").GetDouble(), given.Contrast(new Contrast(1, 0)).StandardError(), 1e-8);
        Assert.NotEqual(given.Contrast(new Contrast(1, 0)).StandardError(), effects.Effects[0].Se, 1e-4);
    }

    [Theory]
    [InlineData("stack")]
    [InlineData("linear")]
    [InlineData("boosting")]
    [InlineData("spline")]
    public void WeightsAllAlikeChangeNoBit(string nuisance)
    {
        CausalData data = MechanismData.Linear(300, 2);
        AverageEffects none = Estimate(data, nuisance, null), alike = Estimate(data, nuisance, [.. Enumerable.Repeat(37.5, 300)]);
        Assert.Equal(none.Nuisances.Mu, alike.Nuisances.Mu);
        Assert.Equal(none.Nuisances.Propensity, alike.Nuisances.Propensity);
        Assert.Equal(none.Effects.Select(e => (e.Estimate, e.Se)), alike.Effects.Select(e => (e.Estimate, e.Se)));
    }

    [Theory]
    [InlineData("linear", 1e-6)]
    [InlineData("stack", 1e-9)]
    public void TheUnitOfWeightsHasNoSay(string nuisance, double tolerance)
    {
        CausalData data = MechanismData.Linear(300, 3);
        double[] weights = [.. Enumerable.Range(0, 300).Select(i => 1.0 + (i % 4))];
        double one = Estimate(data, nuisance, weights).Effects[0].Estimate,
            thousand = Estimate(data, nuisance, Array.ConvertAll(weights, v => 1024 * v)).Effects[0].Estimate;
        Assert.Equal(one, thousand, tolerance);
        Assert.NotEqual(one, Estimate(data, nuisance, null).Effects[0].Estimate, 1e-3);
    }

    [Fact]
    public void RowsTwiceInOneFoldAreAWeightOfTwo()
    {
        CausalData data = MechanismData.Linear(240, 4);
        double[] weights = [.. Enumerable.Range(0, 240).Select(i => 1.0 + (i % 2))];
        int[] repeated = [.. Enumerable.Range(0, 240).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        double weighted = Estimate(data, "linear", weights).Effects[0].Estimate,
            copies = Estimate(data.Take(repeated), "linear", null, repeated).Effects[0].Estimate;
        // The trace of a penalty in `linear` weighs 1.5 times as much.
        Assert.Equal(copies, weighted, 1e-6);
    }

    [Fact]
    public void LearnersThatCannotWeighAreNamed()
    {
        CausalData data = MechanismData.Linear(120, 5);
        double[] weights = [.. Enumerable.Range(0, 120).Select(i => 1.0 + (i % 2))];
        AverageEffectOptions options = new()
            { Estimators = ["ipw"], Nuisances = Named.Nuisances("network+tlearner") with { Folds = 2 } };
        IReadOnlyList<string> warnings = AverageEffects.Estimate(data.WithWeights(weights), options, FitContext.ForSeed(1))
            .Effects[0].Warnings;
        Assert.Contains(warnings, w => w.Contains("outcome model 'tlearner' cannot take sampling weights", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Contains("propensity model 'network' cannot take sampling weights", StringComparison.Ordinal));
        Assert.DoesNotContain(Estimate(data, "linear", weights).Effects[0].Warnings, w =>
            w.Contains("cannot take", StringComparison.Ordinal));
    }

    [Fact]
    public void IntervalsFromABiasedSampleCoverThePopulationsEffect()
    {
        // Rows enter with a probability that rises with x₁, which the effect 1 + x₁/2 rises with too. 60 samples of about 500 rows:
        // fewer than 51 hits of nominal 95 % have probability .0005; without weights the estimate is off by some .2, two standard errors.
        int hits = 0;
        double bias = 0, unweighted = 0;
        for (int r = 0; r < 60; r++)
        {
            CausalData population = MechanismData.Linear(1000, 100 + r);
            RandomStream stream = RandomStream.Of(r).Child("sampling");
            double[] share =
                [.. population.Covariates.Columns[0].ToNumbers().Select(x => 0.1 + (0.8 * LogisticRegression.Sigmoid(1.5 * x)))];
            int[] rows = [.. Enumerable.Range(0, 1000).Where(i => stream.NextBernoulli(share[i]))];
            CausalData sample = population.Take(rows);
            AverageEffect effect = Estimate(sample, "linear", Array.ConvertAll(rows, i => 1 / share[i])).Effects[0];
            hits += effect.Lower <= 1 && 1 <= effect.Upper ? 1 : 0;
            bias += (effect.Estimate - 1) / 60;
            unweighted += (Estimate(sample, "linear", null).Effects[0].Estimate - 1) / 60;
        }

        Assert.True(hits >= 51, $"{hits} of 60");
        Assert.InRange(bias, -0.06, 0.06);
        Assert.InRange(unweighted, 0.1, 0.4);
    }

    private static AverageEffects Estimate(CausalData data, string nuisance, double[]? weights, int[]? clusters = null) =>
        AverageEffects.Estimate(data.WithWeights(weights).WithClusters(clusters), new AverageEffectOptions
            { Estimators = ["aipw", "ipw"], Nuisances = Named.Nuisances(nuisance) }, FitContext.ForSeed(1));
}
