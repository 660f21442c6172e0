using System.Text.Json.Nodes;
using CausalLoom.Studies.Slurm;

namespace CausalLoom.Cli.Tests.Slurm;

/// <summary>`study submit --slurm` against a real Slurm: what the cluster leaves is what one process leaves, to the byte.</summary>
public sealed class SlurmTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>, IDisposable
{
    // Methods, sizes and two kinds of source, one with a file that is found beside the study.
    private const string Yaml = """
        name: on a cluster
        replicates: 6
        block: 2
        n: [60, 80]
        estimands: [ate, att]
        truth_rows: 1000
        sources: [{ simulator: toy }, { name: rows, bootstrap: rows.csv, treatment: w, outcome: y, truth: 0.3 }]
        methods: [{ estimator: aipw, nuisance: linear, folds: 2 }, { estimator: or, nuisance: linear, folds: 2 }]
        """;

    // Seconds of work in many small units, so that it can be cancelled between the first and the last.
    private const string Long = """
        name: long
        replicates: 16000
        block: 100
        n: 60
        sources: [{ simulator: toy }]
        methods: [{ estimator: aipw, nuisance: linear, folds: 2 }]
        """;

    private static readonly string Assembly = typeof(Cli.CommandLine.Application).Assembly.Location;

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task AnArrayIsTheLocalRun()
    {
        string folder = await StudyAsync(Yaml), study = Path.Combine(folder, "s.yaml"), whole = Path.Combine(folder, "whole"),
            parts = Path.Combine(folder, "parts");
        Assert.Equal(0, _cli.Run("study", "run", study, "--out", whole, "--threads", "1"));

        (int code, string output, string error) = await SubmitAsync(study, parts, "--tasks", "3", "--cpus-per-task", "2", "--mem", "500M",
            "--time", "5", "--report", Path.Combine(folder, "page.html"), "--wait", "--json", "-");
        Assert.True(code == 0, error + Said(parts));
        JsonNode json = JsonNode.Parse(output)!;
        Assert.True((bool)json["complete"]!);
        Assert.Equal((12, 3), ((int)json["units"]!["submitted"]!, (int)json["task_count"]!));
        SameResults(whole, parts);
        Assert.Contains("Coverage", await File.ReadAllTextAsync(Path.Combine(folder, "page.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        // Nothing is left: nothing is submitted.
        (code, output, error) = await SubmitAsync(study, parts, "--wait");
        Assert.Equal(0, code);
        Assert.Contains("nothing is submitted", error, StringComparison.Ordinal);
        Assert.Contains("aipw", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasCancelledGoesOnFromThere()
    {
        string folder = await StudyAsync(Long);
        string study = Path.Combine(folder, "s.yaml"), whole = Path.Combine(folder, "whole"), parts = Path.Combine(folder, "parts"),
            units = Path.Combine(parts, "units");
        (int code, string output, string error) = await SubmitAsync(study, parts, "--tasks", "2");
        Assert.True(code == 0, error);
        string[] jobs = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1])];
        Assert.Equal(2, jobs.Length);

        await cluster.UntilAsync(() => Task.FromResult(Directory.GetFiles(units, "*.csv").Length >= 2), "The first units");
        await cluster.CancelAsync(jobs[0]);
        await EmptyQueueAsync();
        Dictionary<string, DateTime> done = Directory.GetFiles(units, "*.csv").ToDictionary(f => f, File.GetLastWriteTimeUtc);
        Assert.InRange(done.Count, 2, 159);
        Assert.Contains("cancelled; finished units are kept", Said(parts), StringComparison.Ordinal);
        Assert.Contains("units are not done", Said(parts), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(units, ".*.tmp"));

        (code, _, error) = await SubmitAsync(study, parts, "--tasks", "2", "--wait");
        Assert.True(code == 0, error + Said(parts));
        Assert.Contains($"{160 - done.Count} of 160 units", error, StringComparison.Ordinal);
        Assert.All(done, unit => Assert.Equal(unit.Value, File.GetLastWriteTimeUtc(unit.Key)));
        Assert.Equal(0, _cli.Run("study", "run", study, "--out", whole, "--threads", "2"));
        SameResults(whole, parts);
    }

    [Fact]
    public async Task FailedTasksAreSaidAndARefusedJobIsOneLine()
    {
        string folder = await StudyAsync(Yaml), study = Path.Combine(folder, "s.yaml"), parts = Path.Combine(folder, "parts");
        (int code, _, string error) = await SubmitAsync(study, parts, "--partition", "nowhere");
        Assert.Equal(1, code);
        Assert.Contains("nowhere", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);

        // A second array at the same units waits for the first to leave the queue.
        (code, string output, error) = await SubmitAsync(study, parts, "--sbatch-option=--begin=now+1hour");
        Assert.True(code == 0, error);
        (code, _, error) = await SubmitAsync(study, parts);
        Assert.Equal(2, code);
        Assert.Contains("in the queue already", error, StringComparison.Ordinal);
        await cluster.CancelAsync([.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1])]);
        await EmptyQueueAsync();

        // The merge job runs although no task has done anything, and says so.
        string merges = $"sh -c 'test \"$2\" != run && exec dotnet \"$0\" \"$@\"' {ShellWord.Quote(Assembly)}";
        (code, _, error) = await SubmitAsync(study, parts, "--tasks", "1", "--command", merges, "--wait", "--quiet");
        Assert.Equal(1, code);
        Assert.Contains("the study is not complete", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Contains("12 of 12 units are not done", Said(parts), StringComparison.Ordinal);
    }

    // A job that is completing is in the queue still, and a study is not submitted beside its own jobs.
    private Task EmptyQueueAsync() =>
        cluster.UntilAsync(async () => (await cluster.AskAsync("squeue", "--noheader"))?.Trim().Length == 0, "The end of cancelled jobs");

    private static void SameResults(string whole, string parts)
    {
        string[] names = [.. Directory.GetFiles(Path.Combine(whole, "results")).Select(f => Path.Combine("results", Path.GetFileName(f))),
            "summary.json"];
        Assert.Equal(names.Length - 1, Directory.GetFiles(Path.Combine(parts, "results")).Length);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(whole, name)), File.ReadAllBytes(Path.Combine(parts, name))));
    }

    private static string Said(string parts) => string.Concat(Directory.GetFiles(Path.Combine(parts, "slurm"), "*.out")
        .Order(StringComparer.Ordinal).Select(f => $"{Path.GetFileName(f)}:\n{File.ReadAllText(f)}"));

    // A folder whose name a shell, and sbatch, read otherwise where it is not quoted.
    private async Task<string> StudyAsync(string yaml)
    {
        if (cluster.Missing is { } reason)
        {
            Assert.Skip(reason);
        }

        string folder = _cli.File("a 100%j \\n 'q\"$HOME`é;");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "s.yaml"), yaml);
        await File.WriteAllTextAsync(Path.Combine(folder, "rows.csv"), SmallData.Csv(120));
        return folder;
    }

    private Task<(int Code, string Output, string Error)> SubmitAsync(string study, string folder, params string[] more) =>
        cluster.RunAsync("dotnet", [Assembly, "study", "submit", study, "--out", folder, "--slurm", .. more]);
}
