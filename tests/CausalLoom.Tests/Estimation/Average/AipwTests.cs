using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Simulators;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Estimation.Average;

public sealed class AipwTests
{
    private static readonly JsonNode Fixture = TestFixture.Node("aipw.json");

    [Fact]
    public void TheScoreAgreesWithAnIndependentComputation()
    {
        double[] score = Score(Numbers("y"), Integers("w"), Numbers("mu0"), Numbers("mu1"), Numbers("g"));
        Assert.All(Numbers("pseudo"), (v, i) => Assert.Equal(v, score[i], 1e-10));
        double mean = score.Average(), se = Math.Sqrt(score.Sum(v => (v - mean) * (v - mean)) / (score.Length - 1) / score.Length);
        Assert.Equal(Fixture["estimate"]!.GetValue<double>(), mean, 1e-10);
        Assert.Equal(Fixture["se"]!.GetValue<double>(), se, 1e-10);
    }

    [Fact]
    public void RelabelledArmsAndAffineOutcomesTransformTheScore()
    {
        double[] y = Numbers("y"), mu0 = Numbers("mu0"), mu1 = Numbers("mu1"), g = Numbers("g");
        int[] w = Integers("w");
        double[] score = Score(y, w, mu0, mu1, g);
        double[] relabelled = Score(y, [.. w.Select(v => 1 - v)], mu1, mu0, [.. g.Select(v => 1 - v)]);
        double[] affine = Score([.. y.Select(A)], w, [.. mu0.Select(A)], [.. mu1.Select(A)], g);
        Assert.All(score, (v, i) => Assert.Equal(-v, relabelled[i], 1e-9));
        Assert.All(score, (v, i) => Assert.Equal(100 * v, affine[i], 1e-8));
        static double A(double v) => (100 * v) - 5;
    }

    [Fact]
    public void EstimatesTransformWithTheOutcomeAndTheArms()
    {
        CausalData data = MechanismData.Linear(400, 1);
        AverageEffect effect = Aipw(data, FitContext.ForSeed(1));
        AverageEffect affine = Aipw(With(data, data.Treatment.Codes, [.. data.Outcome.Select(y => (50 * y) + 9)]),
            FitContext.ForSeed(1));
        Assert.Equal(50 * effect.Estimate, affine.Estimate, 1e-3);
        Assert.Equal(50 * effect.Se, affine.Se, 1e-3);
        // Folds are drawn anew for each arm, so relabelling changes who is held out with whom: equal up to that noise.
        AverageEffect relabelled = Aipw(
            With(data, [.. data.Treatment.Select(w => 1 - w)], data.Outcome.Values), FitContext.ForSeed(1));
        Assert.Equal(-effect.Estimate, relabelled.Estimate, 0.3 * effect.Se);
        int[] order = [.. Enumerable.Range(0, 400).Reverse()];
        AverageEffect permuted = Aipw(data.Take(order), FitContext.ForSeed(1));
        Assert.Equal(effect.Estimate, permuted.Estimate, 0.3 * effect.Se);
    }

    [Fact]
    public void ThreadsChangeNothing()
    {
        CausalData data = MechanismData.Linear(300, 2);
        AverageEffect one = Aipw(data, FitContext.ForSeed(3)),
            two = Aipw(data, FitContext.ForSeed(3, 2));
        Assert.Equal(one.PseudoOutcomes, two.PseudoOutcomes);
    }

    [Fact]
    public void IntervalsCoverTheTruth()
    {
        // 150 replicates of n = 500. Coverage of a 95 % interval falls below .89 with probability 2e-3 and the mean leaves
        // four Monte-Carlo standard errors with probability 6e-5; the seeds are fixed.
        const int replicates = 150;
        double[] estimates = new double[replicates], errors = new double[replicates];
        int covered = 0;
        for (int r = 0; r < replicates; r++)
        {
            AverageEffect effect = Aipw(MechanismData.Linear(500, 1000 + r), FitContext.ForSeed(r));
            (estimates[r], errors[r]) = (effect.Estimate, effect.Se);
            covered += effect.Lower <= 1 && 1 <= effect.Upper ? 1 : 0;
        }

        double mean = estimates.Average(), sd = Math.Sqrt(estimates.Sum(v => (v - mean) * (v - mean)) / (replicates - 1));
        TestContext.Current.TestOutputHelper?.WriteLine($"bias {mean - 1:F4}, SD {sd:F4}, mean SE {errors.Average():F4}, coverage "
            + $"{covered / (double)replicates:F3}");
        Assert.InRange(mean - 1, -4 * sd / Math.Sqrt(replicates), 4 * sd / Math.Sqrt(replicates));
        Assert.InRange(covered, 134, replicates);
        Assert.InRange(errors.Average() / sd, 0.8, 1.25);
    }

    [Fact]
    public void ConfoundingThatTheNaiveDifferenceShowsIsRemoved()
    {
        DemoSimulator demo = new();
        (CausalData data, _) = MechanismData.Draw(demo, 1500, 5);
        AverageEffect effect = Aipw(data, FitContext.ForSeed(1));
        double naive = Mean(data, 1) - Mean(data, 0);
        Assert.True(Math.Abs(effect.Estimate - demo.AverageEffect) < 4 * effect.Se);
        Assert.True(Math.Abs(naive - demo.AverageEffect) > 4 * effect.Se);
        Assert.Equal(effect.Estimate, effect.PseudoOutcomes.Average(), 1e-12);
        Assert.InRange(effect.EffectiveSampleSize, 500, 1500);
        Assert.Empty(effect.Warnings);
    }

    [Fact]
    public void ClippingIsReported()
    {
        (CausalData data, _) = MechanismData.Draw(
            new SteamSimulator(SteamSimulatorOptions.StrongConfounding with { Slope = 4 }), 800, 6);
        AverageEffect effect = Aipw(data, FitContext.ForSeed(1), new NuisanceOptions { Clipping = new PropensityClipping(0.1, 0.9) });
        Assert.True(effect.Clipped > 80);
        Assert.All(effect.Propensity, p => Assert.InRange(p, 0.1, 0.9));
        Assert.Contains(effect.Warnings, w => w.Contains("clipped to [0.1, 0.9]", StringComparison.Ordinal));
        AverageEffect trial = Aipw(data, FitContext.ForSeed(1), new NuisanceOptions { KnownPropensity = 0.5 });
        Assert.All(trial.Propensity, p => Assert.Equal(0.5, p));
        Assert.Equal(0, trial.Clipped);
        Assert.Equal(800, trial.EffectiveSampleSize, 1e-6);
    }

    [Fact]
    public void ALoneTreatedRowIsRefused()
    {
        CausalData data = MechanismData.Linear(50, 7);
        CausalData lone = data.WithTreatment([.. Enumerable.Range(0, 50).Select(i => i == 3 ? 1 : 0)]);
        Assert.Throws<CausalLoomException>(() => Aipw(lone, FitContext.ForSeed(1)));
        CausalData pair = data.WithTreatment([.. Enumerable.Range(0, 50).Select(i => i is 3 or 9 ? 1 : 0)]);
        Assert.True(double.IsFinite(Aipw(pair, FitContext.ForSeed(1)).Estimate));
    }

    private static AverageEffect Aipw(CausalData data, FitContext context, NuisanceOptions? nuisances = null) =>
        Assert.Single(AverageEffects.Estimate(data, new AverageEffectOptions
            { Estimators = ["aipw"], Nuisances = nuisances ?? new NuisanceOptions() }, context).Effects);

    private static double Mean(CausalData data, int arm) =>
        Enumerable.Range(0, data.Rows).Where(i => data.Treatment[i] == arm).Average(i => data.Outcome[i]);

    private static CausalData With(CausalData data, int[] treatment, double[] outcome) =>
        CausalData.From(data.Covariates.With(new BinaryColumn("w", treatment, ["0", "1"]), new ContinuousColumn("y", outcome)), "w", "y");

    private static double[] Score(double[] y, int[] w, double[] mu0, double[] mu1, double[] g)
    {
        ScoreInput input = new(y, w, [mu0, mu1], LevelPropensities.OfTwo(g));
        EffectScore score = new AugmentedScore().Means(input, Population.Everyone).Contrast(new Contrast(1, 0));
        return [.. score.Influence.Select(v => score.Estimate + v)];
    }

    private static double[] Numbers(string key) => [.. Fixture[key]!.AsArray().Select(v => v!.GetValue<double>())];

    private static int[] Integers(string key) => [.. Fixture[key]!.AsArray().Select(v => v!.GetValue<int>())];
}
