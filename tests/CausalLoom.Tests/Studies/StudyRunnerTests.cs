using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Studies;

namespace CausalLoom.Tests.Studies;

/// <summary>Runs: the same bytes however they came about, common data, failures, truths.</summary>
public sealed class StudyRunnerTests : IDisposable
{
    private const string Yaml = """
        name: small
        seed: 3
        replicates: 10
        block: 4
        truth_rows: 20000
        n: [60, 90]
        sources:
          - simulator: hybrid
          - simulator: kang-schafer
        estimands: [ate, ato]
        methods:
          - { name: plain, estimator: aipw, nuisance: linear, folds: 2 }
          - { name: trial, estimator: ipw, nuisance: linear, folds: 2, known_propensity: 0.5 }
        precision: { coverage: 0.005, bias: 0.01 }
        """;

    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), "causalloom-study-" + Path.GetRandomFileName())).FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void ThreadsShardsAndKillsLeaveNoTraceInResults()
    {
        Dictionary<string, string> whole = Finished(Run("whole", Yaml, StudyShard.Whole, threads: 1));
        Assert.Equal(5, whole.Count);
        Assert.Equal(whole, Finished(Run("threads", Yaml, StudyShard.Whole, threads: 4)));

        for (int i = 3; i >= 1; i--)
        {
            Run("shards", Yaml, new StudyShard(i, 3), threads: 2);
        }

        StudyFolder shards = StudyFolder.Open(Path.Combine(_folder, "shards"));
        Assert.Equal(whole, Finished(shards));

        // As a kill may leave it: a unit gone, one cut off, one altered, one empty, and beginnings of others.
        string units = Path.Combine(shards.Root, "units");
        string[] files = [.. Directory.GetFiles(units).Order(StringComparer.Ordinal)];
        File.Delete(files[0]);
        File.WriteAllText(files[1], File.ReadAllText(files[1])[..^80]);
        File.WriteAllText(files[2], File.ReadAllText(files[2]).Replace(",1,", ",0,", StringComparison.Ordinal));
        File.WriteAllText(files[3], string.Empty);
        string left = Path.Combine(units, "." + Path.GetFileName(files[0]) + ".17.4.tmp");
        File.WriteAllText(left, "cell,");
        File.Delete(shards.Summary);
        Assert.Equal(shards.Plan.Units.Count - 4, StudySummary.Of(shards).UnitsDone);
        Assert.Equal(4, StudyRunner.Run(shards, _folder, StudyShard.Whole, FitContext.ForSeed(99, 2)));
        Assert.False(File.Exists(left));
        Assert.Equal(whole, Finished(shards));
        Assert.Equal(0, StudyRunner.Run(shards, _folder, StudyShard.Whole, FitContext.ForSeed(99)));
    }

    [Fact]
    public void ACancelledRunGoesOnFromWhereItWas()
    {
        Dictionary<string, string> whole = Finished(Run("once", Yaml, StudyShard.Whole, threads: 1));
        StudyFolder folder = StudyFolder.Create(Path.Combine(_folder, "twice"), Write(Yaml));
        using CancellationTokenSource cancellation = new();
        Stopper stopper = new(cancellation, "5 of");
        Assert.ThrowsAny<OperationCanceledException>(() =>
            StudyRunner.Run(folder, _folder, StudyShard.Whole, new FitContext(RandomStream.Of(1), 1, stopper, cancellation.Token)));
        Assert.Equal(5, StudySummary.Of(folder).UnitsDone);
        Assert.Equal(folder.Plan.Units.Count - 5, StudyRunner.Run(folder, _folder, StudyShard.Whole, FitContext.ForSeed(1)));
        Assert.Equal(whole, Finished(folder));
    }

    [Fact]
    public void ShardsShareTheUnitsOut()
    {
        StudyPlan plan = new(StudyFile.Parse(Yaml, "s.yaml"));
        Assert.Equal(12, plan.Units.Count);
        Assert.Equal((1, 4, 9, 10), (plan.Units[0].First, plan.Units[0].Last, plan.Units[2].First, plan.Units[2].Last));
        int[] shared = [.. Enumerable.Range(1, 5).SelectMany(i => plan.Of(new StudyShard(i, 5))).Select(u => u.Index).Order()];
        Assert.Equal(Enumerable.Range(0, 12), shared);
        Assert.All(new[] { "0/3", "4/3", "1", "a/b", "-1/2" }, text => Assert.Throws<CausalLoomException>(() => StudyShard.Parse(text)));
    }

    [Fact]
    public void MethodsSeeTheSameDataAndAddingToAStudyChangesNoRow()
    {
        string[] before = Rows(Run("before", Yaml, StudyShard.Whole));
        string more = Yaml.Replace("methods:", "methods:\n  - { name: first, estimator: or, nuisance: linear, folds: 2 }",
            StringComparison.Ordinal)
            .Replace("replicates: 10", "replicates: 13", StringComparison.Ordinal).Replace("block: 4", "block: 3", StringComparison.Ordinal)
            .Replace("n: [60, 90]", "n: [75, 90, 60]", StringComparison.Ordinal)
                .Replace("  - simulator: hybrid", "  - simulator: toy\n  - simulator: hybrid", StringComparison.Ordinal);
        HashSet<string> after = [.. Rows(Run("after", more, StudyShard.Whole, threads: 2))];
        Assert.Equal(10 * 4 * 2 * 2, before.Length);
        Assert.Subset(after, before.ToHashSet());

        // Two names for one method, with nuisances of their own but equal streams, give equal estimates only on equal data.
        string twins = Yaml.Replace("{ name: trial, estimator: ipw, nuisance: linear, folds: 2, known_propensity: 0.5 }",
            "{ name: twin, estimator: aipw, nuisance: linear, folds: 2 }", StringComparison.Ordinal);
        StudyRow[] rows = [.. Rows(Run("twins", twins, StudyShard.Whole)).Select(StudyRow.Parse)];
        Assert.All(rows.GroupBy(r => (r.Cell, r.Replicate, r.Estimand)), g => Assert.Single(g.Select(r => r.Estimate).Distinct()));
    }

    [Fact]
    public void ARowIsReproducedFromItsSeedAndStream()
    {
        StudyRow row = Rows(Run("rows", Yaml, StudyShard.Whole)).Select(StudyRow.Parse)
            .Single(r => r is { Replicate: 7, Method: "plain", Estimand: "ate", Cell: { Source: "hybrid", Rows: 90 } });
        RandomStream stream = RandomStream.Of(row.Seed).Child("study").Child("hybrid").Child(90).Child(7);
        HybridSimulator hybrid = new();
        CausalData data = CausalData.From(hybrid.Draw(90, stream.Child("data")).Table, hybrid.Treatment, hybrid.Outcome);
        StudyMethodSpec method = new("plain", "aipw", "linear", 2);
        AverageEffectOptions options = new() { Estimators = ["aipw"], Nuisances = Named.Nuisances("linear") with { Folds = 2 } };
        AverageEffect effect = AverageEffects.Estimate(
            data, options, new FitContext(stream.Child("fit").Child(method.NuisanceKey))).Effects[0];
        Assert.Equal((effect.Estimate, effect.Se, effect.Lower, effect.Upper),
            (row.Estimate!.Value.Estimate, row.Estimate.Value.Se, row.Estimate.Value.Lower, row.Estimate.Value.Upper));
        Assert.Equal(hybrid.AverageEffect, row.Truth);
    }

    [Fact]
    public void FailuresAreCountedAndNotDropped()
    {
        // With six rows an arm has often fewer than two.
        string few = Yaml.Replace("n: [60, 90]", "n: 6", StringComparison.Ordinal)
            .Replace("replicates: 10", "replicates: 60", StringComparison.Ordinal);
        StudyFolder folder = Run("few", few, StudyShard.Whole);
        StudyRow[] rows = [.. Rows(folder).Select(StudyRow.Parse)];
        Assert.Equal(60 * 2 * 2 * 2, rows.Length);
        int failed = rows.Count(r => r is { Method: "trial", Estimand: "ate", Cell.Source: "hybrid", Estimate: null });
        Assert.InRange(failed, 1, 59);
        Assert.All(rows, r => Assert.Equal(r.Estimate is null, r.Failure.Length > 0));
        Assert.Contains(rows, r => r.Failure.Contains("treatment", StringComparison.Ordinal));
        StudySummaryRow summary = StudySummary.Of(folder).Rows.Single(r =>
            r is { Method: "trial", Estimand: "ate", Cell.Source: "hybrid" });
        Assert.Equal((60, failed), (summary.Replicates, summary.Failures));
        Assert.Equal(failed, summary.FailureTexts.Sum(f => f.Count));
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder.Summary))!["results"]!.AsArray()
            .Single(r => (string)r!["method"]! == "trial" && (string)r["estimand"]! == "ate" && (string)r["source"]! == "hybrid")!;
        Assert.Equal(failed, (int)json["failures"]!);
    }

    [Fact]
    public void MeasuresInTheSummaryAreThoseOfTheRows()
    {
        StudyFolder folder = Run("summary", Yaml, StudyShard.Whole);
        StudyRow[] rows = [.. Rows(folder).Select(StudyRow.Parse)
            .Where(r => r is { Method: "plain", Estimand: "ate", Cell: { Source: "hybrid", Rows: 60 } })];
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder.Summary))!;
        JsonNode result = json["results"]!.AsArray()[0]!;
        Assert.Equal(rows.Average(r => r.Estimate!.Value.Estimate) - 0.41847, (double)result["bias"]!, 12);
        Assert.Equal(rows.Where(r => r.Estimate!.Value.HasInterval)
            .Average(r => r.Estimate!.Value.Lower <= 0.41847 && 0.41847 <= r.Estimate.Value.Upper ? 1 : 0),
            (double)result["coverage"]!, 12);
        Assert.True((bool)json["complete"]!);
        Assert.True((long)result["replicates_needed"]!["coverage"]! > 10);
        Assert.Equal("type I error", (string)json["results"]!.AsArray().First(r => (string)r!["source"]! == "kang-schafer")!["power_is"]!);
        string covered = File.ReadLines(Path.Combine(folder.Results, "hybrid-n60.csv")).Skip(1).First().Split(',')[12];
        Assert.Equal(rows[0].Estimate!.Value.Lower <= 0.41847 && 0.41847 <= rows[0].Estimate!.Value.Upper ? "1" : "0", covered);
    }

    // The overlap effect of a trial is its average effect; that of an observational process is not. Both by 200,000 draws, whose error is
    // stated: 5 of them, a false alarm in 1.7 million.
    [Fact]
    public void TruthsThatAreAveragedComeWithTheirError()
    {
        StudySource trial = Source(new StudySourceSpec("t", StudySourceKind.Simulator, "hybrid"));
        (double value, double se) = trial.Truth(Estimand.Ato, 200_000, RandomStream.Of(1), TestContext.Current.CancellationToken);
        Assert.InRange(se, 1e-5, 1e-3);
        Assert.InRange(value, 0.41847 - (5 * se), 0.41847 + (5 * se));
        Assert.Equal((0.41847, 0), trial.Truth(Estimand.Ate, 200_000, RandomStream.Of(1), TestContext.Current.CancellationToken));
        StudySource stated = Source(new StudySourceSpec("t", StudySourceKind.Simulator, "hybrid")
            { Truth = new Dictionary<StudyTarget, double> { [Estimand.Ate] = 0.4 } });
        Assert.Equal((0.4, 0), stated.Truth(Estimand.Ate, 1000, RandomStream.Of(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void FilesAreBootstrappedAndMadePlasmode()
    {
        WriteData(300);
        LoadOptions roles = new() { Treatment = "A", Outcome = "Y" };
        StudySource bootstrap = Source(new StudySourceSpec("b", StudySourceKind.Bootstrap, "data.csv") { Roles = roles });
        StudyDraw draw = bootstrap.Draw(400, RandomStream.Of(2), 1, TestContext.Current.CancellationToken);
        Assert.Equal(400, draw.Data.Rows);
        Assert.InRange(draw.Groups!.Distinct().Count(), 180, 260);
        Assert.True(double.IsNaN(bootstrap.Truth(Estimand.Ate, 1000, RandomStream.Of(1), TestContext.Current.CancellationToken).Value));
        StudySource subsample = Source(new StudySourceSpec("s", StudySourceKind.Bootstrap, "data.csv") { Roles = roles, Replace = false });
        double[] w4 = subsample.Draw(200, RandomStream.Of(2), 1, TestContext.Current.CancellationToken).Data.Covariates["W4"].ToNumbers();
        Assert.Equal(200, w4.Distinct().Count());
        Assert.Throws<CausalLoomException>(() => subsample.Draw(301, RandomStream.Of(2), 1, TestContext.Current.CancellationToken));

        StudySource plasmode = Source(new StudySourceSpec("p", StudySourceKind.Plasmode, "data.csv")
            { Roles = roles, Mechanisms = Named.Plan("steam", "bootstrap", "randomized:0.5", "linear") });
        double[] real = DataLoader.Load(Path.Combine(_folder, "data.csv"), roles).Data.Covariates["W4"].ToNumbers();
        Assert.All(plasmode.Draw(200, RandomStream.Of(3), 1, TestContext.Current.CancellationToken).Data.Covariates["W4"].ToNumbers(), v =>
            Assert.Contains(v, real));
        Assert.InRange(plasmode.Truth(Estimand.Ate, 5000, RandomStream.Of(1), TestContext.Current.CancellationToken).Value, 0.2, 0.6);
    }

    // 40 clusters of 4 to 8 rows; a weight and a cluster are no covariates.
    [Fact]
    public void WholeClustersAreDrawnWithTheirWeights()
    {
        RandomStream stream = RandomStream.Of(5);
        List<string> lines = ["x,w,y,site,s"];
        for (int site = 0; site < 40; site++)
        {
            for (int row = 0; row < 4 + (site % 5); row++)
            {
                lines.Add(FormattableString.Invariant($"{site + (row / 100.0)},{row % 2},{stream.NextNormal():R},site {site},{1 + site}"));
            }
        }

        File.WriteAllLines(Path.Combine(_folder, "sites.csv"), lines);
        StudySourceSpec spec = new("b", StudySourceKind.Bootstrap, "sites.csv")
            { Roles = new() { Treatment = "w", Outcome = "y" }, Cluster = "site", Weights = "s" };
        CancellationToken none = TestContext.Current.CancellationToken;
        StudyDraw draw = Source(spec).Draw(150, RandomStream.Of(2), 1, none);
        Assert.Equal(["x"], draw.Data.Covariates.Columns.Select(c => c.Name));
        Assert.InRange(draw.Data.Rows, 150, 157);
        double[] x = draw.Data.Covariates["x"].ToNumbers();
        IGrouping<int, int>[] drawn = [.. Enumerable.Range(0, x.Length).GroupBy(i => draw.Data.Clusters![i])];
        Assert.All(drawn, rows =>
        {
            int site = (int)x[rows.First()];
            Assert.Equal(4 + (site % 5), rows.Count());
            Assert.All(rows, i => Assert.Equal((site, 1.0 + site), ((int)x[i], draw.Data.Weights![i])));
        });

        // One that is drawn twice is two clusters in one fold.
        Assert.True(drawn.Length > draw.Groups!.Distinct().Count());
        StudyDraw parts = Source(spec with { Replace = false }).Draw(150, RandomStream.Of(2), 1, none);
        Assert.Equal(parts.Data.Clusters!.Distinct().Count(),
            parts.Data.Covariates["x"].ToNumbers().Select(v => (int)v).Distinct().Count());

        StudyMethodSpec method = new("aipw", "aipw", "linear");
        StudyEstimate estimate = method.Create().Estimate(new Replicate(draw.Data, draw.Groups, FitContext.ForSeed(1)), Estimand.Ate);
        Assert.True(estimate.HasInterval && estimate.Warned);
        Assert.InRange((estimate.Upper - estimate.Estimate) / estimate.Se, 2.0, 2.3);
    }

    [Fact]
    public void SizesMayStandBesideASource()
    {
        string yaml = Yaml.Replace("n: [60, 90]\n", "", StringComparison.Ordinal)
            .Replace("  - simulator: hybrid", "  - { simulator: hybrid, n: 70 }", StringComparison.Ordinal);
        Assert.Contains("needs `n:`", Assert.Throws<CausalLoomException>(() => StudyFile.Parse(yaml, "s.yaml")).Message,
            StringComparison.Ordinal);
        string both = yaml.Replace("  - simulator: kang-schafer", "  - { simulator: kang-schafer, n: [50, 80] }", StringComparison.Ordinal);
        Assert.Equal(["hybrid-n70", "kang-schafer-n50", "kang-schafer-n80"],
            new StudyPlan(StudyFile.Parse(both, "s.yaml")).Cells.Select(cell => cell.Name));
    }

    [Fact]
    public void AFolderBelongsToOneStudyAndItsInputs()
    {
        WriteData(60);
        string yaml = Yaml.Replace("  - simulator: kang-schafer", "  - { bootstrap: data.csv, treatment: A, outcome: Y }",
            StringComparison.Ordinal);
        string path = Write(yaml), folder = Path.Combine(_folder, "out");
        StudyFolder.Create(folder, path);
        StudyFolder.Create(folder, path);
        File.AppendAllText(Path.Combine(_folder, "data.csv"), "\n");
        Assert.Contains("other input files", Assert.Throws<CausalLoomException>(() => StudyFolder.Create(folder, path)).Message,
            StringComparison.Ordinal);
        Write(yaml.Replace("seed: 3", "seed: 4", StringComparison.Ordinal));
        Assert.Contains("another study", Assert.Throws<CausalLoomException>(() => StudyFolder.Create(folder, path)).Message,
            StringComparison.Ordinal);
        Assert.Contains("holds no study", Assert.Throws<CausalLoomException>(() => StudyFolder.Create(_folder, path)).Message,
            StringComparison.Ordinal);
        Assert.Contains("holds no study", Assert.Throws<CausalLoomException>(() => StudyFolder.Open(_folder)).Message,
            StringComparison.Ordinal);

        // Another shard may be just about to write study.yaml.
        File.Delete(Path.Combine(folder, "study.yaml"));
        File.Delete(Path.Combine(folder, "study.json"));
        StudyFolder.Create(folder, path);
        Assert.True(File.Exists(Path.Combine(folder, "study.yaml")));
    }

    [Fact]
    public void ARowSurvivesItsLine()
    {
        StudyRow row = new(new StudyCell("a", 5), 3, "m", "ate", null, 0.1 + 0.2, 1e-300, -4, "so, \"bad\"\nand, worse");
        Assert.Equal(row with { Failure = "so, \"bad\" and, worse" }, StudyRow.Parse(row.Line()));
        StudyRow full = row with { Estimate = new StudyEstimate(1.0 / 3, double.Epsilon, -0.0, 1e300), Failure = string.Empty };
        Assert.Equal(full, StudyRow.Parse(full.Line()));
    }

    private static StudySource Source(StudySourceSpec spec, string folder) => StudySource.Open(spec, folder, FitContext.ForSeed(1));

    private StudySource Source(StudySourceSpec spec) => Source(spec, _folder);

    private StudyFolder Run(string name, string yaml, StudyShard shard, int threads = 1)
    {
        StudyFolder folder = StudyFolder.Create(Path.Combine(_folder, name), Write(yaml));
        StudyRunner.Run(folder, _folder, shard, FitContext.ForSeed(17, threads));
        StudySummary.Write(folder);
        return folder;
    }

    private string Write(string yaml)
    {
        string path = Path.Combine(_folder, "study.yaml.txt");
        File.WriteAllText(path, yaml);
        return path;
    }

    private void WriteData(int rows)
    {
        Table table = new HybridSimulator().Draw(rows, RandomStream.Of(5)).Table;
        IEnumerable<string> lines = Enumerable.Range(0, rows).Select(i => string.Join(',', table.Columns.Select(c => c.TextAt(i))));
        File.WriteAllLines(Path.Combine(_folder, "data.csv"), lines.Prepend(string.Join(',', table.Columns.Select(c => c.Name))));
    }

    private static string[] Rows(StudyFolder folder) =>
        [.. Directory.GetFiles(folder.Results).Order(StringComparer.Ordinal).SelectMany(path => File.ReadLines(path).Skip(1))];

    private static Dictionary<string, string> Finished(StudyFolder folder)
    {
        StudySummary.Write(folder);
        return Directory.GetFiles(folder.Results).Append(folder.Summary).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
    }

    private sealed class Stopper(CancellationTokenSource cancellation, string at) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value)
        {
            if (value.Detail?.StartsWith(at, StringComparison.Ordinal) == true)
            {
                cancellation.Cancel();
            }
        }
    }
}
