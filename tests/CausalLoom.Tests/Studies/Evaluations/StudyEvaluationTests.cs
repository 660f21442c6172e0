using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Conditional;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Outcome;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Simulators;
using CausalLoom.Studies;
using CausalLoom.Studies.Evaluations;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Studies.Evaluations;

/// <summary>Evaluations of fits in a study: their rows, streams, failures and summaries.</summary>
public sealed class StudyEvaluationTests(StudyEvaluationTests.WholeRun shared)
    : IClassFixture<StudyEvaluationTests.WholeRun>, IDisposable
{
    private const string Yaml = """
        name: measured
        seed: 5
        sources:
          - { name: toy, simulator: toy }
          - { name: box, synthesizer: toy, seed_rows: 150, fits: 2, method: sandbox, generator: bootstrap, tau: 0.2, log_alpha: X_bin }
        evaluations:
          - { evaluate: verification, units: 1000, unit_draws: 10 }
          - { name: paper, evaluate: causalmix, draws: 2, units: 1000, unit_draws: 10 }
        """;

    private static readonly BasicNetOptions Brief = new() { MaxEpochs = 4 };

    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), "causalloom-evaluations-" + Path.GetRandomFileName())).FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void ThreadsShardsKillsAndWhatElseIsMeasuredLeaveNoTrace()
    {
        Dictionary<string, string> whole = Finished(shared.Folder);
        Assert.Equal(["box.csv", "summary.json"], whole.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(whole, Finished(Run("threads", Yaml, StudyShard.Whole, threads: 3)));
        Run("shards", Yaml, new StudyShard(2, 2));
        StudyFolder shards = Run("shards", Yaml, new StudyShard(1, 2));
        Assert.Equal(whole, Finished(shards));
        string unit = Path.Combine(shards.Root, "units", "box-fit2.csv");
        File.WriteAllText(unit, File.ReadAllText(unit).Replace(",0,", ",1,", StringComparison.Ordinal));
        Assert.Equal(1, StudySummary.Of(shards).UnitsDone);
        Assert.Equal(1, StudyRunner.Run(shards, _folder, StudyShard.Whole, FitContext.ForSeed(9)));
        Assert.Equal(whole, Finished(shards));

        // Methods, another source before it, another evaluation before the others and more fits.
        string more = Yaml.Replace("  - { name: box", "  - { name: first, synthesizer: toy, seed_rows: 150, fits: 1, method: sandbox, "
            + "generator: bootstrap, tau: 0 }\n  - { name: box", StringComparison.Ordinal)
            .Replace("fits: 2", "fits: 3", StringComparison.Ordinal)
            .Replace("  - { evaluate: verification", "  - { name: again, evaluate: verification, units: 1200, unit_draws: 5 }\n  - { "
                + "evaluate: verification", StringComparison.Ordinal)
            + "\nreplicates: 4\nn: 80\nmethods: [{ estimator: or, nuisance: linear, folds: 2 }]";
        StudyFolder bigger = Run("more", more, StudyShard.Whole, threads: 2);
        HashSet<string> rows = [.. File.ReadAllLines(Path.Combine(bigger.Evaluations, "box.csv"))];
        Assert.Subset(rows, whole["box.csv"].TrimEnd('\n').Split('\n').ToHashSet());
        Assert.Equal(["box-n80.csv", "first-n80.csv", "toy-n80.csv"], Directory.GetFiles(bigger.Results).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));

        // One row a fit × figure, though four replicates are drawn from three fits.
        StudyFitRow[] parsed = [.. rows.Skip(1).Select(StudyFitRow.Parse)];
        Assert.Equal(parsed.Length, parsed.Select(r => (r.Fit, r.Evaluation, r.Figure)).Distinct().Count());
        Assert.Equal(3 * bigger.Study.Evaluations.Sum(e => e.Create().Figures.Count), parsed.Length);
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(bigger.Summary))!["results"]![0]!["bias"]);
    }

    [Fact]
    public void RowsAreTheEvaluationsOfTheFitFromItsSeedAndStream()
    {
        StudyFolder folder = shared.Folder;
        StudyFitRow[] rows = [.. File.ReadLines(Path.Combine(folder.Evaluations, "box.csv")).Skip(1).Select(StudyFitRow.Parse)
            .Where(r => r.Fit == 2)];
        RandomStream stream = RandomStream.Of(5).Child("study").Child("box").Child("fit").Child(2);
        CausalData seed = StudySource.Open(folder.Study.Sources[0], ".", new FitContext(RandomStream.Of(5)))
            .Draw(150, stream.Child("seed"), cancellation: Stop).Data;
        SandboxSynthesizer asked = new() { Tau = "0.2", LogAlpha = "X_bin", Generator = Named.Generator("bootstrap") };
        FitContext fit = new(stream.Child("fit"));
        ISandboxModel model = (ISandboxModel)asked.Fit(seed, fit);

        SandboxVerification seen = Verifier.Run(model, seed, new VerificationOptions { Units = 1000, DrawsEach = 10 },
            new FitContext(stream.Child("evaluate").Child("verification")));
        double Of(string figure) => rows.Single(r => r.Evaluation == "verification" && r.Figure == figure).Value;
        Assert.Equal((seen.Passed ? 1 : 0, seen.Overlap.Passed ? 1 : 0, seen.Fidelity.Covariates),
            (Of("passed"), Of("overlap_passed"), Of("c2st_covariates")));
        Assert.Equal((seen.Tau.Skill, seen.Overlap.Slope, seen.Association.Largest),
            (Of("tau_skill"), Of("overlap_slope"), Of("association_excess")));
        StudyFitRow none = rows.Single(r => r.Evaluation == "verification" && r.Figure == "tau_slope");
        Assert.Equal((true, "what was asked is constant", string.Empty), (double.IsNaN(none.Value), none.Skipped, none.Failure));

        PaperEvaluationResult paper = PaperEvaluator.Run(model, seed, new PaperEvaluationOptions
            { Draws = 2, Units = 1000, DrawsEach = 10 }, new FitContext(stream.Child("evaluate").Child("paper")));
        StudyFitRow[] figures = [.. rows.Where(r => r.Evaluation == "paper")];
        Assert.Equal(paper.Figures.Select(f => f.Key), figures.Select(r => r.Figure));
        Assert.Equal(paper.Figures.Select(f => (f.Mean, f.Sd, f.Skipped ?? string.Empty)), figures.Select(r => (r.Value, r.Sd, r.Skipped)));
        Assert.Equal("study/box/fit/2/evaluate/paper", File.ReadLines(Path.Combine(folder.Evaluations, "box.csv")).Last().Split(',')[7]);
    }

    // Metrics against a run of the evaluation itself, and its keys against what `evaluate` writes.
    [Fact]
    public void MetricsAreThoseOfEvaluate()
    {
        CausalData real = CausalData.From(new ToySimulator().Draw(120, RandomStream.Of(3)).Table, "T", "Y");
        IFittedSynthesizer model = Named.Synthesizer("steam", "bootstrap", "logistic", "linear").Fit(real, FitContext.ForSeed(1));
        FitContext context = FitContext.ForSeed(8);
        EvaluationOptions options = new()
        {
            Embeddings = 1,
            JointEmbeddings = 1,
            AssignmentDraws = 2,
            Outcome = new OutcomeEvaluationOptions
                { FloorReplicates = 1, Networks = new CateNetworkOptions { Network = Brief, Propensity = Brief } },
        };
        MetricFigures metrics = new(options, 100);
        IReadOnlyList<StudyFigureValue> values = metrics.Measure(model, real, context);
        SyntheticData drawn = model.Draw(100, context.Stream.Child("rows"));
        EvaluationResult result = Evaluator.Evaluate(real, real.Like(drawn.Table), null, drawn.Truth!.Cates(), options,
            context.Child("metrics"));
        StudyFigureValue Of(string key) => values[metrics.Figures.Select((f, i) => (f.Key, i)).Single(f => f.Key == key).i];
        Assert.Equal(result.Covariates.C2stBoosting, Of("covariates.c2st_boosting").Value);
        Assert.Equal(result.Outcome.UPehe, Of("outcome.u_pehe").Value);
        Assert.Equal(result.Ate.Synthetic.Estimate, Of("ate.synthetic.estimate").Value);

        JsonObject json = MetricsJson.ToJson(result);
        Assert.All(metrics.Figures, f => Assert.True(f.Key.Split('.').Aggregate((JsonNode?)json, (at, name) =>
            at is JsonObject block && block.ContainsKey(name) ? block[name] ?? JsonValue.Create("null") : null) is not null, f.Key));
        Assert.All(values, v => Assert.Equal(double.IsNaN(v.Value), v.Skipped is not null));
    }

    // Two repeats a and b: sd |a − b|/√2, and their interval is mean ± 12.7062 sd/√2 (Student's t with one degree of freedom).
    [Fact]
    public void DeviationsComeFromTheIntervalsOfRepeats() =>
        Assert.Equal(0.3 / Math.Sqrt(2), MetricFigures.Deviation([0.5 - (12.706204736 * 0.15), 0.5 + (12.706204736 * 0.15)], 2), 8);

    [Fact]
    public void AFitThatFailsIsACountedFailureOfEachFigure()
    {
        // X_uniform is negative in half of the rows.
        string yaml = Yaml.Replace("tau: 0.2", "tau: \"log(X_uniform)\"", StringComparison.Ordinal);
        StudyFolder folder = Run("failing", yaml, StudyShard.Whole);
        StudySummary summary = StudySummary.Of(folder);
        Assert.True(summary.IsComplete);
        Assert.All(summary.Figures, f => Assert.Equal((2, 2, 0, 0), (f.Done, f.Failures, f.Skipped, f.Values.Count)));
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder.Summary))!["evaluations"]!.AsArray()
            .First(e => (string)e!["figure"]! == "wasserstein")!;
        Assert.Equal((2, 0), ((int)json["failures"]!, (int)json["fits"]!));
        Assert.Null(json["mean"]);
        Assert.Contains("tau", (string)json["failure_texts"]![0]!["text"]!, StringComparison.Ordinal);
        Assert.Contains("| failed |", StudyTable.Of(summary).Markdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void MeansAndErrorsAreOverFits()
    {
        StudyFolder folder = shared.Folder;
        double[] w1 = [.. File.ReadLines(Path.Combine(folder.Evaluations, "box.csv")).Skip(1).Select(StudyFitRow.Parse)
            .Where(r => r.Figure == "wasserstein").Select(r => r.Value)];
        JsonArray all = JsonNode.Parse(File.ReadAllText(folder.Summary))!["evaluations"]!.AsArray();
        JsonNode json = all.Single(e => (string)e!["figure"]! == "wasserstein")!;
        double sd = Math.Abs(w1[0] - w1[1]) / Math.Sqrt(2);
        Assert.Equal(((w1[0] + w1[1]) / 2, w1.Min(), w1.Max(), 2),
            ((double)json["mean"]!, (double)json["minimum"]!, (double)json["maximum"]!, (int)json["fits"]!));
        Assert.Equal(sd, (double)json["sd"]!, 12);
        Assert.Equal(sd / Math.Sqrt(2), (double)json["mean_mcse"]!, 12);
        Assert.Null(json["bias"]);
        JsonNode check = all.First(e => (string)e!["figure"]! == "kappa0_passed")!;
        Assert.Equal(1, (double)check["share_passed"]!);
        Assert.Equal(0, (double)check["mean_mcse"]!);
        Assert.Equal(2, (int)check["passed"]!);
        JsonNode slope = all.First(e => (string)e!["figure"]! == "tau_slope")!;
        Assert.Equal((0, 2, 0), ((int)slope["fits"]!, (int)slope["skipped"]!, (int)slope["failures"]!));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("plain, with \"quotes\"", "")]
    [InlineData("", "fit 1 failed: \"x\", so")]
    public void ARowSurvivesItsLine(string skipped, string failure)
    {
        StudyFitRow row = new("a", 3, "paper", "w1", skipped.Length + failure.Length == 0 ? 0.1 + 0.2 : double.NaN, double.NaN, -4,
            skipped, failure);
        Assert.Equal(row, StudyFitRow.Parse(row.Line()));
        Assert.Throws<FormatException>(() => StudyFitRow.Parse("a,b"));
    }

    private StudyFolder Run(string name, string yaml, StudyShard shard, int threads = 1) => Run(_folder, name, yaml, shard, threads);

    private static StudyFolder Run(string root, string name, string yaml, StudyShard shard, int threads = 1)
    {
        string path = Path.Combine(root, name + ".yaml.txt");
        File.WriteAllText(path, yaml);
        StudyFolder folder = StudyFolder.Create(Path.Combine(root, name), path);
        StudyRunner.Run(folder, root, shard, FitContext.ForSeed(17, threads));
        StudySummary.Write(folder);
        return folder;
    }

    private static Dictionary<string, string> Finished(StudyFolder folder)
    {
        StudySummary.Write(folder);
        return Directory.GetFiles(folder.Evaluations).Append(folder.Summary).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
    }

    /// <summary>One run of the study, by one thread from beginning to end, for all tests that only read what it left.</summary>
    public sealed class WholeRun : IDisposable
    {
        private readonly string _root = Directory.CreateTempSubdirectory("causalloom-evaluations-").FullName;

        public WholeRun() => Folder = Run(_root, "whole", Yaml, StudyShard.Whole);

        public StudyFolder Folder { get; }

        public void Dispose() => Directory.Delete(_root, true);
    }
}
