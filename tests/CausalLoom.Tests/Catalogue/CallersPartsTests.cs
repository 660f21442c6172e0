using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators;
using CausalLoom.Jobs;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Methods;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Studies;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Catalogue;

/// <summary>Parts that a caller registers are chosen and set by name, fit, are saved, are loaded and draw as the library's own.</summary>
public sealed class CallersPartsTests : IDisposable
{
    private static readonly Catalogues Mine = Catalogues.Default.With(Shuffled.Part)
        .With(PropensityCatalogue.Entry("half", "a half for everyone", new object(), _ => new Half(), "half", Half.Load))
        .With(OutcomeCatalogue.Entry("level", "the level's number", new LevelOptions(), o => new Level(o.Step), "level", Level.Load))
        .With(OutcomeNoiseCatalogue.Entry("still", "no noise, by a law", new object(), (_, _, _, _) => new Still(), "still", _ =>
            new Still()));

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheyAreFittedSavedToAFileLoadedAndDrawTheSameRows()
    {
        DemoSimulator demo = new();
        CausalData data = CausalData.From(demo.Draw(300, RandomStream.Of(5)).Table, demo.Treatment, demo.Outcome);
        SynthesisPlan plan = SynthesisPlan.Of(new SynthesisRequest
        {
            Options = [("generator", "shuffled"), ("propensity", "half"), ("outcome-model", "level"), ("outcome-noise", "still")],
            Settings = [OptionSetting.Parse("shuffled.columns=2"), OptionSetting.Parse("level.step=3")],
        }, Mine);
        Assert.Equal([("shuffled.columns", "2"), ("level.step", "3")], plan.Settings);
        IFittedSynthesizer fitted = plan.Synthesizer.Fit(data, FitContext.ForSeed(1));
        Assert.Equal(2, Assert.IsType<ShuffledModel>(fitted.Generator).Columns);

        string path = Path.Combine(_folder, "mine.loom");
        new SavedSynthesizer(fitted, null, 1) { Settings = plan.Settings }.Save(path);
        Assert.Equal(3, LoomArchive.Read(path).Manifest["set"]!["level.step"]!.GetValue<double>());
        IFittedSynthesizer loaded = SavedSynthesizer.Load(path, Mine).Synthesizer;
        SyntheticData drawn = fitted.Draw(50, RandomStream.Of(2)), again = loaded.Draw(50, RandomStream.Of(2));
        Assert.Equal(Generators.ContractTables.Cells(drawn.Table), Generators.ContractTables.Cells(again.Table));
        Assert.All(drawn.Truth!.Cate(), effect => Assert.Equal(3, effect, 1e-12));
        Assert.All(drawn.Truth.Propensity[1], p => Assert.Equal(0.5, p));

        // Without them the file is refused in one line that says why.
        string message = Assert.Throws<CausalLoomException>(() => SavedSynthesizer.Load(path)).Message;
        Assert.Contains("which nothing here loads. Where it is your own, load it with catalogues that hold it", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AStudyNamesThem()
    {
        Catalogues mine = Mine.With(SimulatorCatalogue.Entry("loud", "a trial", new NieWagerSimulatorOptions(NieWagerSetup.B), o =>
            new NieWagerSimulator(o)));
        const string Yaml = """
            name: s
            replicates: 2
            n: 60
            sources:
              - { name: trial, simulator: loud, set: { sigma: 2 } }
              - { name: made, synthesizer: trial, seed_rows: 80, method: steam, generator: shuffled, propensity: half, outcome_model: level,
                  outcome_noise: still, set: { shuffled.columns: 3, level.step: 4 } }
            methods: [{ estimator: or, nuisance: linear, folds: 2 }]
            """;
        Study study = StudyFile.Parse(Yaml, "s.yaml", mine);
        StudySource made = StudySource.Open(study.Sources[1], _folder, new FitContext(RandomStream.Of(study.Seed)));
        Assert.Equal(4, made.TruthOf(Estimand.Ate, 500, 1, TestContext.Current.CancellationToken).Value, 1e-9);
        Assert.Contains("`simulator` is no 'loud'", Assert.Throws<CausalLoomException>(() => StudyFile.Parse(Yaml, "s.yaml")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AnEstimatorOfTheirsIsEstimatedWithAndStudied()
    {
        Catalogues mine = Catalogues.Default.With(EstimatorCatalogue.Entry("median-gap", "gap of medians", new MedianGap(), o => o));
        CausalData data = CausalData.From(new HybridSimulator().Draw(200, RandomStream.Of(5)).Table, "A", "Y");
        AverageEffectOptions options = new()
            { Estimators = ["aipw", "median-gap"], Nuisances = mine.CreateNuisances("linear"), Catalogues = mine };
        AverageEffects effects = AverageEffects.Estimate(data, options, FitContext.ForSeed(1));
        double Median(int level) => data.Outcome
            .Where((_, i) => data.Treatment[i] == level).Order().ElementAt(data.Treatment.CountOf(level) / 2);
        Assert.Equal(Median(1) - Median(0), effects.Effects[1].Estimate, 12);
        Assert.Contains("medians are no means", effects.Effects[1].Warnings);
        Assert.DoesNotContain("medians are no means", effects.Effects[0].Warnings);
        Assert.Contains("There is no estimator 'median-gap'", Assert.Throws<CausalLoomException>(() =>
            (options with { Catalogues = Catalogues.Default }).Check()).Message, StringComparison.Ordinal);

        Study study = StudyFile.Parse(
            "name: s\nreplicates: 1\nn: 80\nsources: [{simulator: hybrid}]\nmethods: [{estimator: median-gap, nuisance: linear}]",
            "s.yaml", mine);
        StudySource source = StudySource.Open(study.Sources[0], _folder, FitContext.ForSeed(1));
        StudyEstimate? estimate = Assert.Single(StudyRunner
            .Replicate(study, source, 80, 1, null, TestContext.Current.CancellationToken)).Estimate;
        Assert.True(estimate is { Se: > 0 });
    }

    private sealed record MedianGap : IScore
    {
        public bool NeedsMeans => false;

        public string? Caution => "medians are no means";

        public LevelMeans Means(ScoreInput input, Population population)
        {
            double[] medians = [.. Enumerable.Range(0, input.Levels).Select(level => Rows(input, level).Order()
                .ElementAt(input.Treatment.Count(w => w == level) / 2))];
            return new LevelMeans(medians, [.. medians.Select((median, level) => (double[])
                [.. input.Outcome.Select((y, i) => input.Treatment[i] == level ? 2 * (y - median) : 0)])]);
        }

        private static IEnumerable<double> Rows(ScoreInput input, int level) => input.Outcome.Where((_, i) => input.Treatment[i] == level);
    }

    private sealed record LevelOptions(double Step = 1);

    private sealed class Half : IPropensityLearner, IPropensityModel
    {
        public string Name => "half";

        public int Levels => 2;

        public IPropensityModel Fit(CausalData data, FitContext context) => this;

        public IPropensityLearner Unclipped() => this;

        public IPropensityLearner CalibratedBy(CalibrationMethod method) => this;

        public double[][] Probabilities(Table covariates) =>
            [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Repeat(0.5, covariates.Rows).ToArray())];

        public ModelState Save() => new("half");

        public static Half Load(ModelState state) => new();
    }

    private sealed class Level(double step) : IOutcomeLearner, IOutcomeModel
    {
        public string Name => "level";

        public IOutcomeModel Fit(CausalData data, FitContext context) => this;

        public double[] Mean(Table covariates, int level) => [.. Enumerable.Repeat(10 + (step * level), covariates.Rows)];

        public ModelState Save()
        {
            ModelState state = new("level");
            state.Settings["step"] = step;
            return state;
        }

        public static Level Load(ModelState state) => new(state.Settings["step"]!.GetValue<double>());
    }

    private sealed class Still : IResidualLaw
    {
        public double[] Draw(Table covariates, int[] arms, double[] means, RandomStream stream) => means;

        public double[] Means(Table covariates, int[] arms, double[] means) => means;

        public ModelState Save() => new("still");
    }
}
