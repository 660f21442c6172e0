using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Methods;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Studies;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Studies;

/// <summary>
/// Sources whose generators are fitted for the study: fits, pools, truths, failures, and the same bytes however a run came about.
/// </summary>
public sealed class StudySynthesizerTests : IDisposable
{
    private const string Yaml = """
        name: fitted
        seed: 3
        replicates: 10
        block: 4
        truth_rows: 5000
        n: [60, 90]
        sources:
          - { name: trial, simulator: hybrid }
          - { name: fresh, synthesizer: trial, seed_rows: 200, fits: 3, generator: copula, propensity: logistic, outcome_model: linear }
          - { name: pool, synthesizer: trial, seed_rows: 200, fits: 2, pool: 400, truth_is: source, generator: copula,
              propensity: logistic, outcome_model: linear }
        estimands: [ate, ato]
        methods:
          - { name: plain, estimator: aipw, nuisance: linear, folds: 2 }
          - { name: trial, estimator: ipw, nuisance: linear, folds: 2, known_propensity: 0.5 }
        """;

    private const string Cheap = "generator: copula, propensity: logistic, outcome_model: linear";
    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), "causalloom-fits-" + Path.GetRandomFileName())).FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void ThreadsShardsAndStopsLeaveNoTraceInResults()
    {
        Dictionary<string, string> whole = Finished(Run("whole", Yaml, StudyShard.Whole));
        Assert.Equal(7, whole.Count);
        Assert.Equal(whole, Finished(Run("threads", Yaml, StudyShard.Whole, threads: 4)));
        for (int i = 3; i >= 1; i--)
        {
            Run("shards", Yaml, new StudyShard(i, 3), threads: 2);
        }

        StudyFolder shards = StudyFolder.Open(Path.Combine(_folder, "shards"));
        foreach (string unit in Directory.GetFiles(Path.Combine(shards.Root, "units"), "*-r5-8.csv"))
        {
            File.Delete(unit);
        }

        Assert.Equal(6, StudyRunner.Run(shards, _folder, StudyShard.Whole, FitContext.ForSeed(99, 2)));
        Assert.Equal(whole, Finished(shards));
    }

    [Fact]
    public void ARowIsReproducedFromItsSeedStreamAndFit()
    {
        StudyRow row = Rows(Run("rows", Yaml, StudyShard.Whole))
            .Single(r => r is { Replicate: 8, Method: "plain", Estimand: "ate", Cell: { Source: "fresh", Rows: 90 } });
        Assert.Equal(2, row.Fit);
        HybridSimulator trial = new();
        RandomStream fit = RandomStream.Of(3).Child("study").Child("fresh").Child("fit").Child(2);
        CausalData seed = CausalData.From(trial.Draw(200, fit.Child("seed")).Table, trial.Treatment, trial.Outcome);
        IFittedSynthesizer model = Named.Synthesizer("hybrid", "copula", "logistic", "linear").Fit(seed, new FitContext(fit.Child("fit")));
        RandomStream stream = StudyStreams.Of(3, "fresh", 90, 8);
        CausalData data = CausalData.From(model.Draw(90, stream.Child("data")).Table, trial.Treatment, trial.Outcome);
        StudyMethodSpec method = new("plain", "aipw", "linear", 2);
        AverageEffectOptions options = new() { Estimators = ["aipw"], Nuisances = Named.Nuisances("linear") with { Folds = 2 } };
        Assert.Equal(AverageEffects.Estimate(data, options,
            new FitContext(stream.Child("fit").Child(method.NuisanceKey))).Effects[0].Estimate, row.Estimate!.Value.Estimate);
        Assert.Equal(model.Draw(5000, fit.Child("truth")).Truth!.Cate().Average(), row.Truth, 1e-12);
    }

    [Fact]
    public void EachFitHasItsOwnTruthAndReplicatesTakeTurns()
    {
        StudyFolder folder = Run("truths", Yaml, StudyShard.Whole);
        StudyRow[] rows = Rows(folder);
        Assert.All(rows.Where(r => r.Cell.Source == "trial"), r => Assert.Null(r.Fit));
        Assert.All(rows.Where(r => r.Cell.Source == "fresh"), r => Assert.Equal(1 + ((r.Replicate - 1) % 3), r.Fit));
        Assert.All(rows.Where(r => r is { Cell.Source: "pool", Estimand: "ate" }), r => Assert.Equal((0.41847, 0), (r.Truth, r.TruthSe)));
        ILookup<int?, double> truths = rows.Where(r => r is { Cell.Source: "fresh", Estimand: "ate" }).ToLookup(r => r.Fit, r => r.Truth);
        Assert.Equal(3, truths.Select(fit => fit.Distinct().Single()).Distinct().Count());

        // The effect over the overlap of a source is averaged from one stream wherever it is asked for.
        Assert.Equal(rows.First(r => r is { Cell.Source: "trial", Estimand: "ato" }).Truth,
            rows.First(r => r is { Cell.Source: "pool", Estimand: "ato" }).Truth);
        StudySummaryRow summary = StudySummary.Of(folder).Rows.First(r =>
            r is { Cell: { Source: "fresh", Rows: 60 }, Method: "plain", Estimand: "ate" });
        StudyRow[] own = [.. rows.Where(r => r is { Cell: { Source: "fresh", Rows: 60 }, Method: "plain", Estimand: "ate" })];
        Assert.Equal((3, 10), (summary.Fits, summary.Estimates));
        Assert.Equal(own.Average(r => r.Estimate!.Value.Estimate - r.Truth), summary.Measures["bias"].Value, 1e-12);
        Assert.Equal(truths.Average(fit => fit.First()), summary.Truth, 1e-12);
        Assert.True(summary.TruthSd > 0 && summary.TruthSe > 0 && summary.Measures["within_fit_se"].Value > 0);
    }

    [Fact]
    public void AddingToAStudyChangesNoRow()
    {
        StudyRow[] before = Rows(Run("before", Yaml, StudyShard.Whole));
        string more = Yaml.Replace("sources:", $"sources:\n  - {{ name: other, synthesizer: pool-of, seed_rows: 150, {Cheap} }}\n  - {{ "
            + $"name: pool-of, simulator: toy }}", StringComparison.Ordinal)
            .Replace("replicates: 10", "replicates: 12", StringComparison.Ordinal).Replace("block: 4", "block: 5", StringComparison.Ordinal)
                .Replace("n: [60, 90]", "n: [90, 60, 70]", StringComparison.Ordinal);
        HashSet<StudyRow> after = [.. Rows(Run("after", more, StudyShard.Whole, threads: 2))];
        Assert.Subset(after, before.ToHashSet());
    }

    [Fact]
    public void AReplicateOfAPoolIsPartOfIt()
    {
        StudySource source = Open("{ name: p, synthesizer: trial, seed_rows: 200, pool: 300, " + Cheap + " }");
        double[][] draws = [.. Enumerable.Range(1, 3).Select(r => source.Draw(r == 3 ? 300 : 200, RandomStream.Of(r), r,
            TestContext.Current.CancellationToken).Data.Covariates["W4"].ToNumbers())];
        Assert.Equal(300, draws[2].Distinct().Count());
        Assert.All(draws, draw => Assert.Subset(draws[2].ToHashSet(), draw.ToHashSet()));
        Assert.Equal(200, draws[0].Distinct().Count());
        Assert.NotEqual(draws[0], draws[1]);
        Assert.Equal(0, source.TruthOf(Estimand.Ate, 5000, 1, TestContext.Current.CancellationToken).Se);
    }

    [Fact]
    public void AFileIsFittedAsItIsOrInPart()
    {
        WriteData(300);
        StudySource all = Open("{ name: p, synthesizer: data.csv, treatment: A, outcome: Y, fits: 2, generator: bootstrap, propensity: "
            + "randomized:0.5, outcome_model: linear }");
        double[] real = DataLoader.Load(Path.Combine(_folder, "data.csv"), new LoadOptions
            { Treatment = "A", Outcome = "Y" }).Data.Covariates["W4"].ToNumbers();
        Assert.Subset(real.ToHashSet(), W4(all, 1).ToHashSet());
        Assert.InRange(W4(all, 1).Distinct().Count(), 250, 300);
        StudySource part = Open("{ name: p, synthesizer: data.csv, treatment: A, outcome: Y, seed_rows: 40, fits: 2, generator: bootstrap, "
            + "propensity: randomized:0.5, outcome_model: linear, truth: 0.4 }");
        Assert.Equal((40, 40), (W4(part, 1).Distinct().Count(), W4(part, 2).Distinct().Count()));
        Assert.Equal(W4(part, 1).Order().Distinct(), W4(part, 3).Order().Distinct());
        Assert.NotEqual(W4(part, 1).Order().Distinct(), W4(part, 2).Order().Distinct());
        Assert.Equal((0.4, 0), part.TruthOf(Estimand.Ate, 1000, 1, TestContext.Current.CancellationToken));

        // With the filter, rows that are not fitted to are measured against.
        StudySource filtered = Open("{ name: p, synthesizer: data.csv, treatment: A, outcome: Y, seed_rows: 200, dcr_filter: true, "
            + "generator: copula, propensity: logistic, outcome_model: linear }");
        Assert.Equal(1000, W4(filtered, 1).Length);
    }

    [Fact]
    public void AFitThatFailsIsAFailureOfItsReplicatesOnly()
    {
        // Of ten rows, of which about one in seven is treated, an arm has often fewer than two.
        string few = Yaml.Replace("seed_rows: 200, fits: 3", "seed_rows: 10, fits: 5", StringComparison.Ordinal)
            .Replace("simulator: hybrid }", "simulator: hybrid, set: { overlap: base } }", StringComparison.Ordinal);
        StudyFolder folder = Run("few", few, StudyShard.Whole, threads: 2);
        StudyRow[] rows = [.. Rows(folder).Where(r => r.Cell is { Source: "fresh", Rows: 90 })];
        ILookup<int?, bool> failed = rows.ToLookup(r => r.Fit, r =>
            r.Failure.Contains(FormattableString.Invariant($"drawing the data: fit {r.Fit} failed: "), StringComparison.Ordinal));
        Assert.Equal(5, failed.Count);
        Assert.All(failed, fit => Assert.Single(fit.Distinct()));
        Assert.InRange(failed.Count(fit => fit.First()), 1, 4);
        Assert.All(rows.Where(r => failed[r.Fit].First()), r => Assert.True(double.IsNaN(r.Truth) && r.Estimate is null));
        StudySummaryRow summary = StudySummary.Of(folder).Rows.First(r =>
            r is { Cell: { Source: "fresh", Rows: 90 }, Method: "plain", Estimand: "ate" });
        Assert.True(double.IsFinite(summary.Truth) && double.IsFinite(summary.Measures["bias"].Value));
    }

    [Fact]
    public void AFitCanBeCancelledAndAskedForAgain()
    {
        StudySource source = Open("{ name: p, synthesizer: trial, seed_rows: 200, " + Cheap + " }");
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => source.Draw(50, RandomStream.Of(1), 1, cancellation.Token));
        Assert.Equal(50, source.Draw(50, RandomStream.Of(1), 1, TestContext.Current.CancellationToken).Data.Rows);

        // Training that takes seconds stops in between, and that is no failure of the fit.
        StudySource slow = Open("{ name: p, synthesizer: trial, seed_rows: 1000, generator: ctgan }");
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(200));
        Assert.ThrowsAny<OperationCanceledException>(() => slow.Draw(50, RandomStream.Of(1), 1, soon.Token));
    }

    [Fact]
    public void AJointModelHasNoEffectOfItsOwn()
    {
        StudySource joint = Open("{ name: p, synthesizer: trial, seed_rows: 200, method: joint, generator: copula }");
        Assert.True(double.IsNaN(joint.TruthOf(Estimand.Ate, 1000, 1, TestContext.Current.CancellationToken).Value));
        StudySource judged = Open("{ name: p, synthesizer: trial, seed_rows: 200, method: joint, generator: copula, truth_is: source }");
        Assert.Equal((0.41847, 0), judged.TruthOf(Estimand.Ate, 1000, 1, TestContext.Current.CancellationToken));
        Assert.Throws<InvalidOperationException>(() => StudySource.Open(new StudySourceSpec("t", StudySourceKind.Simulator, "hybrid"),
            _folder, FitContext.ForSeed(1)).TruthOf(Estimand.Ate, 1000, 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void EverythingInASourceIsRead()
    {
        StudySourceSpec spec =
            Parse("{ name: p, synthesizer: trial, seed_rows: 1_000, fits: 20, pool: 50000, preset: hybrid-paper, truth_is: source }");
        Assert.Equal((StudySourceKind.Synthesizer, "trial"), (spec.Kind, spec.Target));
        Assert.Equal((1000, 20, 50000, true, false),
            (spec.Fitting!.SeedRows, spec.Fitting.Fits, spec.Fitting.Pool, spec.Fitting.TruthIsSource, spec.Fitting.IsFile));
        Assert.Equal(PresetCatalogue.HybridPaper, spec.Fitting.Plan.Synthesizer);
        Assert.Equal(StudySourceKind.Simulator, spec.Fitting.From.Kind);
        Assert.Empty(spec.Files);
        StudySourceSpec file = Parse("{ name: p, synthesizer: data.csv, schema: roles.yaml }");
        Assert.Equal(["data.csv", "roles.yaml"], file.Files);
        Assert.Equal((null, 1, null), (file.Fitting!.SeedRows, file.Fitting.Fits, file.Fitting.Pool));
        Assert.Equal(Named.Plan("hybrid").Synthesizer, file.Fitting.Plan.Synthesizer);
        Assert.Equal(Performance.Default(fits: true), StudyFile.Parse(Yaml, "s.yaml").Measures);
    }

    [Theory]
    [InlineData("{ synthesizer: trial, seed_rows: 100 }", "needs `name:`")]
    [InlineData("{ name: p, synthesizer: trial }", "needs `seed_rows:`")]
    [InlineData("{ name: p, synthesizer: trail, seed_rows: 100 }", "Did you mean 'trial'?")]
    [InlineData("{ name: p, synthesizer: p, seed_rows: 100 }", "not fitted itself")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, generator: argnn }", "There is no generator 'argnn'")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, method: hybird }", "There is no method 'hybird'")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, method: joint, propensity: logistic }",
        "`propensity: logistic` has no meaning with `method: joint`")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, method: joint, truth_is: simulator }", "knows no effect")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, preset: steam-paper }",
        "`preset: steam-paper` has no meaning with `method: hybrid`")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, pool: 80 }", "has no 90 rows without replacement")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, truth_is: real }", "It is one of: simulator, source")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, fits: 0 }", "whole number from 1")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, replace: true }", "no key 'replace'")]
    [InlineData("{ name: p, synthesizer: trial, seed_rows: 100, generator: great }", "use `model:`")]
    [InlineData("{ name: p, synthesizer: data.csv, treatment: A, outcome: Y, dcr_filter: true }", "give `seed_rows`")]
    [InlineData("{ name: p, synthesizer: data.csv, treatment: A }", "needs `outcome:`")]
    [InlineData("{ name: p, simulator: toy, fits: 2 }", "no key 'fits'")]
    public void AMistakeIsOneLineWithItsPlace(string source, string expected)
    {
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => Parse(source));
        Assert.StartsWith("s.yaml, line 9, column ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', e.Message);
    }

    private static StudySourceSpec Parse(string source) => StudyFile.Parse(Yaml.Split('\n') is var lines
        ? string.Join('\n', lines.Select((line, i) => i == 8 ? "  - " + source : line)) : string.Empty, "s.yaml").Sources[1];

    private static double[] W4(StudySource source, int replicate) =>
        source.Draw(1000, RandomStream.Of(replicate), replicate, TestContext.Current.CancellationToken).Data.Covariates["W4"].ToNumbers();

    private StudySource Open(string source) => StudySource.Open(Parse(source), _folder, FitContext.ForSeed(1));

    private StudyFolder Run(string name, string yaml, StudyShard shard, int threads = 1)
    {
        string path = Path.Combine(_folder, "study.yaml.txt");
        File.WriteAllText(path, yaml);
        StudyFolder folder = StudyFolder.Create(Path.Combine(_folder, name), path);
        StudyRunner.Run(folder, _folder, shard, FitContext.ForSeed(17, threads));
        StudySummary.Write(folder);
        return folder;
    }

    private void WriteData(int rows)
    {
        Table table = new HybridSimulator().Draw(rows, RandomStream.Of(5)).Table;
        IEnumerable<string> lines = Enumerable.Range(0, rows).Select(i => string.Join(',', table.Columns.Select(c => c.TextAt(i))));
        File.WriteAllLines(Path.Combine(_folder, "data.csv"), lines.Prepend(string.Join(',', table.Columns.Select(c => c.Name))));
    }

    private static StudyRow[] Rows(StudyFolder folder) => [.. Directory.GetFiles(folder.Results).Order(StringComparer.Ordinal)
        .SelectMany(path => File.ReadLines(path).Skip(1)).Select(StudyRow.Parse)];

    private static Dictionary<string, string> Finished(StudyFolder folder)
    {
        StudySummary.Write(folder);
        return Directory.GetFiles(folder.Results).Append(folder.Summary).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
    }
}
