using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Estimation.Average;

public sealed class AverageEffectsTests
{
    private static readonly AverageEffectOptions Linear = new() { Nuisances = Named.Nuisances("linear") };

    [Fact]
    public void EveryEstimatorRemovesConfoundingThatTheNaiveDifferenceShows()
    {
        DemoSimulator demo = new();
        (CausalData data, _) = MechanismData.Draw(demo, 1500, 5);
        AverageEffects effects = AverageEffects.Estimate(data, null, FitContext.ForSeed(1));
        Assert.Equal(EstimatorCatalogue.BuiltIn.Names, effects.Effects.Select(e => e.Estimator));
        Assert.All(effects.Effects, e =>
            Assert.True(Math.Abs(e.Estimate - demo.AverageEffect) < 4.5 * e.Se, $"{e.Estimator}: {e.Estimate} ± {e.Se}"));
        Assert.All(effects.Effects.Where(e => e.Estimator is "aipw" or "tmle"), e => Assert.Empty(e.Warnings));
        Assert.Contains("flexible", Assert.Single(effects.Effects[1].Warnings), StringComparison.Ordinal);
        Assert.True(effects.Overlap.ImbalanceAfter < 0.5 * effects.Overlap.ImbalanceBefore);
    }

    [Theory]
    [InlineData(Estimand.Ate, 1.0)]
    [InlineData(Estimand.Att, 1.1180)]
    [InlineData(Estimand.Ato, 1.0)]
    public void IntervalsCoverTheTruthOfEachEstimand(Estimand estimand, double truth)
    {
        // τ(x) = 1 + x₁/2 and logit g = x₁/2: the ATT is 1 + E[x₁ expit(x₁/2)], by quadrature 1.1180; the overlap weights are even in
        // x₁. 200 replicates: coverage of a 95 % interval falls below .90 with probability 2e-3; the seeds are fixed.
        const int replicates = 200;
        Dictionary<string, (int Covered, double Sum, double Square, double Se)> seen = EstimatorCatalogue.BuiltIn.Names.ToDictionary(n =>
            n, _ => default((int, double, double, double)));
        for (int r = 0; r < replicates; r++)
        {
            foreach (AverageEffect e in AverageEffects.Estimate(MechanismData.Linear(400, 5000 + r), Linear with { Estimand = estimand },
                FitContext.ForSeed(r)).Effects)
            {
                (int covered, double sum, double square, double se) = seen[e.Estimator];
                seen[e.Estimator] = (covered + (e.Lower <= truth && truth <= e.Upper ? 1 : 0), sum + e.Estimate,
                    square + (e.Estimate * e.Estimate), se + e.Se);
            }
        }

        foreach ((string name, (int covered, double sum, double square, double se)) in seen)
        {
            double mean = sum / replicates, sd = Math.Sqrt((square - (replicates * mean * mean)) / (replicates - 1));
            TestContext.Current.TestOutputHelper?.WriteLine($"{estimand} {name}: bias {mean - truth:F4}, SD {sd:F4}, mean SE "
                + $"{se / replicates:F4}, coverage {covered / (double)replicates:F3}");

            // A cross-fitted g does not balance the very rows it weighs, which leaves weighting a bias of order 1/n.
            double finite = name == "ipw" ? 0.3 * sd : 0;
            Assert.InRange(mean - truth, (-4.5 * sd / Math.Sqrt(replicates)) - finite, (4.5 * sd / Math.Sqrt(replicates)) + finite);
            Assert.True(covered >= 180, $"{estimand} {name} covers {covered} of {replicates}");
            Assert.InRange(se / replicates / sd, 0.85, 1.25);
        }
    }

    [Theory]
    [InlineData("constant+linear", null)]
    [InlineData("randomized:0.4+linear", null)]
    [InlineData("linear", 0.4)]
    public void APropensityThatTheCovariatesHaveNoPartInLeavesWeightingTheErrorOfTwoMeans(string nuisance, double? known)
    {
        // Covariates that tell almost all of the outcome: to credit the weights with balancing them would leave a fraction of the error.
        CausalData data = MechanismData.Draw(new KangSchaferSimulator(observeLatent: true), 400, 5).Data;
        AverageEffectOptions options = new()
            { Estimators = ["ipw"], Nuisances = Named.Nuisances(nuisance) with { KnownPropensity = known, Folds = 1 } };
        AverageEffect effect = Assert.Single(AverageEffects.Estimate(data, options, FitContext.ForSeed(1)).Effects);
        double difference = 0, variance = 0;
        foreach (int arm in new[] { 0, 1 })
        {
            double[] y = [.. data.Outcome.Where((_, i) => data.Treatment[i] == arm)];
            double mean = y.Average();
            difference += arm == 1 ? mean : -mean;
            variance += y.Sum(v => (v - mean) * (v - mean)) / (y.Length * (double)y.Length);
        }

        Assert.Equal(difference, effect.Estimate, 9);
        Assert.Equal(Math.Sqrt(variance * data.Rows / (data.Rows - 1.0)), effect.Se, 9);
    }

    [Theory]
    [InlineData("stack", null)]
    [InlineData("logistic+linear", null)]
    [InlineData("spline+linear", null)]
    [InlineData("interactions+linear", null)]
    [InlineData("forest+linear", null)]
    [InlineData("boosting+linear", null)]
    [InlineData("network+linear", null)]
    [InlineData("spline+linear", "platt")]
    [InlineData("stack", "platt")]
    public void PropensitiesAreClippedOnceAndAtTheBoundsThatWereAskedFor(string nuisance, string? calibration)
    {
        // Assignment by a hidden hand almost: most propensities are far below the .01 that models of assignment keep to when treatments are
        // drawn.
        CausalData data = MechanismData.Draw(Named.Simulator("hybrid", ["overlap=base"]), 500, 6).Data;
        NuisanceOptions options = Named.Nuisances(nuisance) with { Folds = 2, Clipping = new PropensityClipping(0.002, 0.998) };
        Nuisances nuisances = Nuisances.Fit(data, options with { Propensity = Named.Calibrated(options.Propensity, calibration) },
            FitContext.ForSeed(1));
        Assert.True(nuisances.Unclipped[1].Min() < 0.009, $"least {nuisances.Unclipped[1].Min()}");
        Assert.Equal(nuisances.Unclipped[1].Count(g => g is < 0.002 or > 0.998), nuisances.Clipped);
        Assert.Equal(nuisances.Unclipped[1].Select(g => options.Clipping.Clip(g)), nuisances.Propensity[1]);
    }

    [Fact]
    public void ThePapersInSampleForestsHaveTheBiasThatTheSpecificationMeasured()
    {
        // Measured on the hybrid papers' code: on 40 trials of n = 1,000 the bias of IPW, AIPW, OR, TMLE is −.000, −.024, −.032, +.025.
        // Here 40 others; the Monte-Carlo standard error of each bias is about .004, and the bounds are four of the difference of two such.
        Dictionary<string, double> published = new() { ["ipw"] = 0, ["aipw"] = -0.024, ["or"] = -0.032, ["tmle"] = 0.025 };
        HybridSimulator trial = new();
        Dictionary<string, List<double>> estimates = published.Keys.ToDictionary(n => n, _ => new List<double>());
        for (int r = 0; r < 40; r++)
        {
            (CausalData data, _) = MechanismData.Draw(trial, 1000, 200 + r);
            foreach (AverageEffect e in AverageEffects.Estimate(data, AverageEffectOptions.HybridPaper, FitContext.ForSeed(r)).Effects)
            {
                estimates[e.Estimator].Add(e.Estimate);
            }
        }

        foreach ((string name, double bias) in published)
        {
            double mean = estimates[name].Average() - trial.AverageEffect;
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: bias {mean:F4}, published {bias:F3}");
            Assert.InRange(mean, bias - 0.02, bias + 0.02);
        }

        // Cross-fitted, with the trial's own propensity, nothing of it remains.
        double honest = Enumerable.Range(0, 40).Average(r => AverageEffects.Estimate(
            MechanismData.Draw(trial, 1000, 200 + r).Data,
            new AverageEffectOptions
                { Estimators = ["aipw"], Nuisances = Named.Nuisances("linear") with { KnownPropensity = 0.5 } },
            FitContext.ForSeed(r)).Effects[0].Estimate);
        Assert.InRange(honest - trial.AverageEffect, -0.016, 0.016);
    }

    [Fact]
    public void DoublyRobustEstimatorsStandOneWrongNuisance()
    {
        // A constant propensity with a right outcome model, and a right propensity with outcome means that know nothing of x.
        CausalData data = MechanismData.Linear(6000, 3);
        AverageEffects wrongG = AverageEffects.Estimate(
            data, Linear with { Nuisances = Linear.Nuisances with { Propensity = new ConstantPropensity() } }, FitContext.ForSeed(1));
        Assert.All(wrongG.Effects.Where(e => e.Estimator is "aipw" or "tmle"), e => Assert.True(Math.Abs(e.Estimate - 1) < 4.5 * e.Se));
        Assert.True(Math.Abs(wrongG.Effects[1].Estimate - 1) > 4.5 * wrongG.Effects[1].Se);

        double[][] right = new LogisticPropensity(1e-6).Fit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(1))
            .Probabilities(data.Covariates);
        double mean = data.Outcome.Average();
        double[] flat = [.. Enumerable.Repeat(mean, data.Rows)];
        ScoreInput input = new(data.Outcome.Values, data.Treatment.Codes, [flat, flat], right);
        foreach (string name in new[] { "aipw", "tmle" })
        {
            EffectScore score = Linear.Score(name).Means(input, Population.Everyone).Contrast(new Contrast(1, 0));
            Assert.True(Math.Abs(score.Estimate - 1) < 4.5 * score.StandardError());
        }
    }

    [Fact]
    public void ClustersWidenIntervalsAndStayInOneFold()
    {
        // Each row four times: the clustered standard error is that of the rows once, the plain one half of it.
        CausalData once = MechanismData.Linear(300, 9);
        int[] rows = [.. Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat(i, 4))];
        AverageEffects copies = AverageEffects.Estimate(once.Take(rows).WithClusters(rows), Linear, FitContext.ForSeed(2));
        AverageEffects plain = AverageEffects.Estimate(once.Take(rows), Linear, FitContext.ForSeed(2));
        AverageEffects single = AverageEffects.Estimate(once, Linear, FitContext.ForSeed(2));
        Assert.InRange(copies.Effects[2].Se / single.Effects[2].Se, 0.95, 1.05);
        Assert.InRange(plain.Effects[2].Se / single.Effects[2].Se, 0.45, 0.55);
    }

    [Fact]
    public void PoorOverlapSmallArmsAndInSampleFitsAreSaid()
    {
        (CausalData data, _) = MechanismData.Draw(
            new SteamSimulator(SteamSimulatorOptions.StrongConfounding with { Slope = 4 }), 800, 6);
        AverageEffects effects = AverageEffects.Estimate(data, new AverageEffectOptions
            { Nuisances = new NuisanceOptions { Clipping = new PropensityClipping(0.1, 0.9) } }, FitContext.ForSeed(1));
        Assert.Contains(effects.Effects[2].Warnings, w =>
            w.Contains("clipped to [0.1, 0.9]", StringComparison.Ordinal) && w.Contains("‹estimand ato›", StringComparison.Ordinal));
        Assert.True(effects.Overlap.Clipped > 80);
        Assert.InRange(effects.Overlap.ShareInside, 0, 0.9);
        AverageEffects inSample = InSample(new NuisanceOptions(), 90);
        Assert.Contains(inSample.Effects[0].Warnings, w => w.Contains("biased towards the data", StringComparison.Ordinal));
        Assert.Contains(inSample.Effects[0].Warnings, w => w.Contains("smaller arm", StringComparison.Ordinal));
        Assert.Contains(inSample.Effects[0].Warnings, w => w.Contains("outcome model alone", StringComparison.Ordinal));
    }

    [Fact]
    public void RegressionsMaySeeTheRowsTheyAreEvaluatedOnWhereThereAreTenRowsACoefficient()
    {
        Assert.DoesNotContain(InSample(Linear.Nuisances, 120).Effects[0].Warnings, w => w.Contains("‹folds 1›", StringComparison.Ordinal));
        Assert.Contains(InSample(Linear.Nuisances, 50).Effects[0].Warnings, w => w.Contains("fewer than ten rows",
            StringComparison.Ordinal));
        int Folds(NuisanceOptions options, int rows, int[]? clusters = null) => Nuisances.Fit(
            MechanismData.Linear(rows, 4).WithClusters(clusters), options with { Folds = null }, FitContext.ForSeed(1)).Folds;
        Assert.Equal((1, 5, 5), (Folds(Linear.Nuisances, 120), Folds(Linear.Nuisances, 50), Folds(new NuisanceOptions(), 120)));
        Assert.Equal(1, Folds(Linear.Nuisances, 120, [.. Enumerable.Range(0, 120).Select(i => i / 4)]));
        Assert.NotEqual(1, Folds(Linear.Nuisances, 120, [.. Enumerable.Range(0, 120).Select(i => i / 24)]));
    }

    private static AverageEffects InSample(NuisanceOptions nuisances, int rows) => AverageEffects.Estimate(MechanismData.Linear(rows, 4),
        Linear with { Nuisances = nuisances with { Folds = 1 } }, FitContext.ForSeed(1));

    [Theory]
    [InlineData(EffectScale.Ratio)]
    [InlineData(EffectScale.OddsRatio)]
    public void ARatioToAnArmWithoutEventsIsRefused(EffectScale scale)
    {
        CausalData data = MechanismData.Linear(80, 4);
        int[] events = [.. data.Treatment.Select((w, i) => w == 1 && i % 3 == 0 ? 1 : 0)];
        CausalData rare = CausalData.From(
            data.Covariates.With(data.TreatmentSpace.Column(data.Treatment.Codes)).With(new BinaryColumn("event", events, ["0", "1"])),
            data.TreatmentSpace.Name, "event");
        Assert.Contains("has no standard error", Assert.Throws<CausalLoomException>(() => AverageEffects.Estimate(rare, Linear with
            { Scale = scale }, FitContext.ForSeed(1))).Message, StringComparison.Ordinal);
        Assert.True(AverageEffects.Estimate(rare, Linear, FitContext.ForSeed(1)).Effects[2].HasInterval);
    }

    [Fact]
    public void AConstantPropensityIsTheShareOfAllRowsWhateverTheFolds()
    {
        CausalData data = MechanismData.Linear(97, 4);
        Nuisances nuisances = Nuisances.Fit(data, Linear.Nuisances with { Propensity = new ConstantPropensity(), Folds = 5 },
            FitContext.ForSeed(1));
        Assert.All(nuisances.Unclipped[1], p => Assert.Equal(data.Treated / 97.0, p, 1e-12));
    }

    [Fact]
    public void WhatCannotBeIsRefusedInOneLine()
    {
        CausalData data = MechanismData.Linear(60, 4);
        FitContext context = FitContext.ForSeed(1);
        Assert.Contains("aipw", Assert.Throws<CausalLoomException>(() =>
            AverageEffects.Estimate(data, Linear with { Estimators = ["aipv"] }, context)).Message, StringComparison.Ordinal);
        Assert.Throws<CausalLoomException>(() => Estimands.Parse("late"));
        Assert.Throws<CausalLoomException>(() => Named.Nuisances("magic"));
        Assert.Contains("row 3", Assert.Throws<CausalLoomException>(() =>
            data.WithWeights([.. Enumerable.Range(0, 60).Select(i => i == 2 ? 0.0 : 1)])).Message, StringComparison.Ordinal);
        Assert.Throws<CausalLoomException>(() => AverageEffects.Estimate(data.WithClusters(new int[60]), Linear, context));
        CausalData flat = CausalData.From(data.Covariates.With(new BinaryColumn("w", data.Treatment.Codes, ["0", "1"]),
            new ContinuousColumn("y", [.. Enumerable.Repeat(2.0, 60)])), "w", "y");
        Assert.Throws<CausalLoomException>(() => AverageEffects.Estimate(flat, Linear with { Estimators = ["tmle"] }, context));
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("stack")]
    public void WeightingAloneIsWeightingAmongOthers(string nuisance)
    {
        // Streams have names: what is not learnt moves nothing else.
        CausalData data = MechanismData.Linear(200, 6);
        AverageEffectOptions options = new() { Nuisances = Named.Nuisances(nuisance) };
        AverageEffects all = AverageEffects.Estimate(data, options, FitContext.ForSeed(2)),
            alone = AverageEffects.Estimate(data, options with { Estimators = ["ipw"] }, FitContext.ForSeed(2));
        AverageEffect among = all.Effects.Single(e => e.Estimator == "ipw"), one = Assert.Single(alone.Effects);
        Assert.Equal((among.Estimate, among.Se, among.EffectiveSampleSize), (one.Estimate, one.Se, one.EffectiveSampleSize));
        Assert.Equal(among.PseudoOutcomes, one.PseudoOutcomes);
        Assert.Equal(all.Overlap, alone.Overlap);
        Assert.All(alone.Nuisances.Mu.SelectMany(level => level), mu => Assert.True(double.IsNaN(mu)));
    }

    [Fact]
    public void ThreadsChangeNothingAndATwoLevelOutcomeIsARiskDifference()
    {
        CausalData data = MechanismData.Linear(300, 2);
        AverageEffects one = AverageEffects.Estimate(data, Linear, FitContext.ForSeed(3)),
            two = AverageEffects.Estimate(data, Linear, FitContext.ForSeed(3, 2));
        Assert.Equal(one.Effects.Select(e => e.Estimate), two.Effects.Select(e => e.Estimate));

        RandomStream stream = RandomStream.Of(4);
        int[] y = [.. data.Treatment.Select(w => stream.NextBernoulli(w == 1 ? 0.7 : 0.4) ? 1 : 0)];
        CausalData binary = CausalData.From(
            data.Covariates.With(
                new BinaryColumn("w", data.Treatment.Codes, ["0", "1"]), new BinaryColumn("y", y, ["no", "yes"])), "w", "y");
        Assert.All(AverageEffects.Estimate(binary, Linear, FitContext.ForSeed(1)).Effects, e =>
            Assert.InRange(e.Estimate, 0.3 - (4.5 * e.Se), 0.3 + (4.5 * e.Se)));
    }
}
