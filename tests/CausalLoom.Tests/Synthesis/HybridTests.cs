using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators;
using CausalLoom.Generators.Gan;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Methods;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

public sealed class HybridTests
{
    [Theory]
    [InlineData("demo", "stack")]
    [InlineData("hybrid", "stack")]
    [InlineData("kang-schafer", "stack")]
    [InlineData("hybrid", "forest")]
    public void OverTheRealCovariatesTheEffectIsTheDoublyRobustEstimate(string simulator, string outcome)
    {
        CausalData data = HybridData.Complete(HybridData.Of(simulator, 400, 2));
        FittedHybrid fitted = (FittedHybrid)Named.Synthesizer("hybrid", "copula", "logistic", outcome).Fit(data, FitContext.ForSeed(3));
        HybridReport report = fitted.Report;

        // Not by the report's own word: the truth of rows drawn for the real covariates.
        Truth truth = fitted.DrawGiven(data.Covariates, RandomStream.Of(1)).Truth!;
        Assert.InRange((truth.Cate().Average() - report.Target.Estimate) / report.Target.StandardError, -1e-8, 1e-8);
        Assert.InRange((truth.Mu[0].Average() - report.Target.Control!.Value) / report.Target.StandardError, -1e-8, 1e-8);
        Assert.InRange(report.ContrastTerm / report.Target.StandardError, -1e-8, 1e-8);
        Assert.NotInRange(report.ContrastTermBefore / report.Target.StandardError, -1e-4, 1e-4);
        Assert.All(truth.Mu, mu => Assert.All(mu, m => Assert.InRange(m, data.Outcome.Min(), data.Outcome.Max())));
        Assert.All(truth.PotentialOutcomes, y => Assert.All(y, v => Assert.InRange(v, data.Outcome.Min(), data.Outcome.Max())));
    }

    [Fact]
    public void WithoutNoiseTheEffectIsOnTargetTooAndMeansStayWithinTheRange()
    {
        CausalData data = HybridData.Complete(HybridData.Of("demo", 300, 5));
        FittedHybrid fitted = (FittedHybrid)Named.Synthesizer("hybrid", "copula", "logistic", "linear", "none")
            .Fit(data, FitContext.ForSeed(3));
        Truth truth = fitted.DrawGiven(data.Covariates, RandomStream.Of(1)).Truth!;
        Assert.InRange((truth.Cate().Average() - fitted.Report.Target.Estimate) / fitted.Report.Target.StandardError, -1e-8, 1e-8);
        Assert.All(truth.Mu, mu => Assert.All(mu, m => Assert.InRange(m, data.Outcome.Min(), data.Outcome.Max())));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("hybrid")]
    public void TheTargetIsTheAipwEstimate(string simulator)
    {
        CausalData data = HybridData.Of(simulator, 300, 7);
        NuisanceOptions options = Named.Nuisances("logistic+linear");
        Nuisances nuisances = Nuisances.Fit(data, options, FitContext.ForSeed(1));
        EffectScore score = new AugmentedScore().Means(ScoreInput.Of(data, nuisances), Population.Everyone)
            .Contrast(new Contrast(1, 0));
        HybridTarget target = HybridTarget.Of(data, nuisances);
        Assert.Equal("aipw", target.Estimator);
        Assert.Equal(score.Estimate, target.Estimate, 12);
        Assert.Equal(score.Estimate, target.Treated!.Value - target.Control!.Value, 12);
        Assert.Equal(score.StandardError(), target.StandardError, 12);
    }

    [Fact]
    public void WhereAnAipwMeanIsImpossibleTheTargetIsTmle()
    {
        CausalData data = HybridData.Of("hybrid", 300, 7);
        int n = data.Rows;
        double[] mu = [.. Enumerable.Range(0, n).Select(i => 0.2 + (0.6 * (i % 7) / 7))];

        // Treated rows with an event count a hundredfold: their AIPW mean lies above 1.
        double[] g = [.. Enumerable.Range(0, n).Select(i => data.Treatment[i] == 1 && data.Outcome[i] == 1 ? 0.01 : 0.5)];
        Nuisances given = Nuisances.Of([mu, mu], [[.. g.Select(p => 1 - p)], g], new PropensityClipping(0.001, 0.999));
        HybridTarget target = HybridTarget.Of(data, given);
        EffectScore score = new TargetedScore().Means(ScoreInput.Of(data, given), Population.Everyone).Contrast(new Contrast(1, 0));
        Assert.Equal("tmle", target.Estimator);
        Assert.InRange(target.Treated!.Value, 0, 1);
        Assert.Equal(score.Estimate, target.Estimate, 8);
        Assert.Equal(score.StandardError(), target.StandardError, 10);
    }

    [Fact]
    public void TargetedMeansAreThoseOfTheLawDrawnFrom()
    {
        // As in SynthesizerTests: the sum of 100 squared z-scores has mean 100 and SD 14.1; 200 is 7 SDs (false-alarm rate 1e-8).
        // Outcomes pile up at zero, so that the range cuts off many draws, and the shift must see through that.
        const int rows = 100, draws = 400;
        CausalData data = HybridData.Of("steam", 800, 6, "slope=1.5", "centre=1");
        CausalData skewed = CausalData.From(data.Covariates.With(new BinaryColumn("w", data.Treatment.Codes, ["0", "1"]),
            new ContinuousColumn("y", [.. data.Outcome.Select(v => Math.Max(0, v - 1))])), "w", "y");
        OutcomeMechanism plain = OutcomeMechanism.Fit(skewed, Named.Outcome("boosting"), OutcomeNoise.Residual,
            FitContext.ForSeed(3));
        Table x = skewed.Covariates.Take([.. Enumerable.Range(0, rows)]);
        double wanted = plain.Means(x, 0).Average() + 0.2;
        (OutcomeMechanism outcome, HybridShift shift) = plain.Targeted(x, [wanted, plain.Means(x, 1).Average()]);
        double[] mu = outcome.Draw(x, 2, RandomStream.Of(1)).Mu[0];
        Assert.Equal(wanted, mu.Average(), 10);
        Assert.True(shift.Control > 0.2 && shift.Treated == 0, "the range takes part of the shift away");
        Assert.InRange(DrawnMeans.Statistic(outcome, x, mu, draws), 40, 200);
    }

    [Fact]
    public void AGeneratorsErrorIsReportedAndNotMadeUpFor()
    {
        // The effect rises with the first covariate: 1 + 2 x1.
        CausalData source = HybridData.Of("steam", 400, 4);
        double[] first = source.Covariates.Columns[0].ToNumbers();
        Table table = source.Covariates.With(new BinaryColumn("w", source.Treatment.Codes, ["0", "1"]),
            new ContinuousColumn("y", [.. source.Outcome.Select((y, i) => y + (source.Treatment[i] * (1 + (2 * first[i]))))]));
        CausalData data = CausalData.From(table, "w", "y");
        HybridReport honest = Report(new Biased(data, _ => true)), biased = Report(new Biased(data, v => v > 0));

        // The mechanisms see the real rows alone, so a generator that draws one side of a covariate changes nothing but the covariate term.
        Assert.Equal(honest.Target, biased.Target);
        Assert.Equal(honest.Shift, biased.Shift);
        Assert.Equal(honest.PsiReal, biased.PsiReal);
        HybridCovariateTerm term = biased.CovariateTerm!;
        Assert.Equal(term.PsiSim - biased.PsiReal, term.Estimate, 12);
        Assert.Equal(term.Estimate / biased.Target.StandardError, term.InStandardErrors, 12);
        Assert.True(Math.Abs(term.Estimate) > 4 * term.StandardError, $"covariate term {term}");
        Assert.InRange(honest.CovariateTerm!.Estimate / honest.CovariateTerm.StandardError, -4, 4);

        HybridReport Report(ITabularGenerator generator) => ((FittedHybrid)new HybridSynthesizer
        {
            Generator = generator,
            Propensity = new LogisticPropensity(),
            OutcomeModel = new LinearOutcome(),
            PoolRows = 2000,
        }.Fit(data, FitContext.ForSeed(3))).Report;
    }

    [Fact]
    public void PsiSimIsTheMeanOfTheTruthOfWhatIsDrawn()
    {
        // Two sets of 10,000 draws of one law; six standard errors of their difference: false-alarm rate 2e-9.
        CausalData data = HybridData.Of("hybrid", 300, 4);
        FittedHybrid fitted = (FittedHybrid)Named.Synthesizer("hybrid", "copula", "logistic", "boosting").Fit(data, FitContext.ForSeed(3));
        double drawn = fitted.Draw(10_000, RandomStream.Of(8)).Truth!.Cate().Average();
        HybridCovariateTerm term = fitted.Report.CovariateTerm!;
        Assert.InRange((drawn - term.PsiSim) / (term.PsiSimSe * Math.Sqrt(2)), -6, 6);
        Assert.True(term.PsiSimSe > 0);
    }

    [Fact]
    public void AnAssignmentThatIsKnownIsUsedAndNamed()
    {
        CausalData data = HybridData.Of("hybrid", 300, 4, "overlap=randomized");
        FittedHybrid trial = Fit(data, "randomized:0.5");
        Assert.Equal("randomized", trial.Report.Assignment);
        Assert.All(trial.Draw(50, RandomStream.Of(1)).Truth!.Propensity[1], p => Assert.Equal(0.5, p));

        // With g given, AIPW is a mean of what each row says: the report's estimate by hand from the same nuisances.
        Assert.Equal(0, trial.Report.Target.Clipped);
        Table known = data.Covariates.With(new ContinuousColumn("g", [.. data.Treatment.Select(w => w == 1 ? 0.6 : 0.4)]),
            new BinaryColumn("a", data.Treatment.Codes, ["0", "1"]),
            new BinaryColumn("y", [.. data.Outcome.Select(v => (int)v)], ["0", "1"]));
        Assert.Equal("known", Fit(CausalData.From(known, "a", "y"), "known:g").Report.Assignment);
        Assert.Equal("estimated", Fit(data, "logistic").Report.Assignment);

        static FittedHybrid Fit(CausalData data, string propensity) =>
            (FittedHybrid)Named.Synthesizer("hybrid", "copula", propensity, "linear").Fit(data, FitContext.ForSeed(3));
    }

    [Fact]
    public void ThePapersPresetHasNoNoiseNoTargetAndForestsThatKnowTheirRows()
    {
        CausalData data = HybridData.Of("demo", 300, 5);
        SynthesisPlan plan = Named.Plan(generator: "copula", preset: "hybrid-paper");
        Assert.Equal(("hybrid", "forest", "forest", "none"),
            (plan.Method, plan.Part("propensity"), plan.Part("outcome-model"), plan.Part("outcome-noise")));
        Assert.Equal("ctgan", Named.Plan(preset: "hybrid-paper").Part("generator"));
        FittedHybrid fitted = (FittedHybrid)plan.Synthesizer.Fit(data, FitContext.ForSeed(3));
        Assert.False(fitted.Report.Targeted);
        Assert.Equal(new HybridShift(0, 0), fitted.Report.Shift);
        Assert.Equal(fitted.Report.ContrastTermBefore, fitted.Report.ContrastTerm);
        Assert.NotEqual(0, fitted.Report.ContrastTerm);

        Truth truth = fitted.DrawGiven(data.Covariates, RandomStream.Of(1)).Truth!;
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(truth.Mu[1][i], truth.PotentialOutcomes[1][i], 0.0501));

        // Full-grown in-sample forests: most of each row's own outcome is in its mean.
        double[] own = [.. data.Treatment.Select((w, i) => truth.Mu[w][i])];
        double residual = own.Zip(data.Outcome, (m, y) => (y - m) * (y - m)).Average(), mean = data.Outcome.Average();
        Assert.True(residual < 0.25 * data.Outcome.Average(y => (y - mean) * (y - mean)), "in-sample forests");
    }

    // 50 passes, two steps each at 1,000 rows, alone or for all columns.
    [Fact]
    public void ThePapersGeneratorIsTheirUntrainedCtgan()
    {
        foreach (string method in new[] { "hybrid", "joint" })
        {
            ISynthesizer paper = Named.Plan(method, preset: "hybrid-paper").Synthesizer;
            ITabularGenerator generator = paper is HybridSynthesizer hybrid ? hybrid.Generator : ((JointSynthesizer)paper).Generator;
            CtganOptions options = Assert.IsType<CtganGenerator>(generator).Options;
            Assert.Equal((50, 500, 10, 1, 2e-4),
                (options.Epochs, options.BatchSize, options.Pack, options.CriticSteps, options.GeneratorRate));
        }

        Assert.Null(Assert.IsType<CtganGenerator>(((HybridSynthesizer)Named.Synthesizer("hybrid", "ctgan")).Generator).Options.Epochs);
    }

    [Fact]
    public void WhatHasNoMeaningIsRefused()
    {
        Assert.Throws<CausalLoomException>(() => Named.Plan("steam", more: ("dcr-filter", "true")));
        Assert.Throws<CausalLoomException>(() =>
            Named.Plan("steam", preset: "hybrid-paper"));
        Assert.Throws<CausalLoomException>(() =>
            Named.Plan("hybrid", preset: "steam-paper"));
        ISynthesizer filter = Named.Plan("hybrid", "copula", more: ("dcr-filter", "true")).Synthesizer;
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => filter.Fit(HybridData.Of("demo", 100, 1), FitContext.ForSeed(1)));
        Assert.Contains("‹holdout 0.2›", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedReportOrShiftIsRefused()
    {
        ModelState state = Named.Synthesizer("hybrid", "bootstrap", "logistic", "linear")
            .Fit(HybridData.Of("demo", 100, 1), FitContext.ForSeed(1)).Save();
        HybridReport report = HybridReport.FromJson(state.Settings["report"]);
        Assert.Equal(report, HybridReport.FromJson(report.ToJson()));
        state.Settings["report"]!.AsObject().Remove("target");
        Assert.Throws<CausalLoomException>(() => Named.LoadSynthesizer(state));
        state.Settings["report"] = report.ToJson();
        state.Tensors["outcome/shift"] = new Tensor([double.NaN, 0.0], 2);
        Assert.Throws<CausalLoomException>(() => Named.LoadSynthesizer(state));
        Assert.Throws<CausalLoomException>(() => HybridReport.FromJson(null));
    }

    /// <summary>Draws real rows, but only those whose first covariate passes.</summary>
    private sealed class Biased(CausalData data, Func<double, bool> passes) : ITabularGenerator
    {
        public string Name => "bootstrap";

        public ITabularModel Fit(Table table, FitContext context)
        {
            double[] first = data.Covariates.Columns[0].ToNumbers();
            int[] rows = [.. Enumerable.Range(0, data.Rows).Where(i => passes(first[i]))];
            return Named.Generator(Name).Fit(table.Take(rows), context);
        }
    }
}
