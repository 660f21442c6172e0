using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`causalloom study run`, `status` and `report`.</summary>
public sealed class StudyVerbTests : IDisposable
{
    private const string Yaml = """
        name: small
        replicates: 6
        block: 2
        n: 80
        sources: [{ simulator: toy }]
        methods: [{ estimator: aipw, nuisance: linear, folds: 2 }, { estimator: or, nuisance: linear, folds: 2 }]
        """;

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void ShardsAndAReportAreARun()
    {
        string study = _cli.Write("s.yaml", Yaml), whole = _cli.File("whole"), parts = _cli.File("parts");
        Assert.Equal(0, _cli.Run("study", "run", study, "--out", whole, "--threads", "2", "--report", _cli.File("page.html")));
        Assert.Contains("aipw", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Coverage", File.ReadAllText(_cli.File("page.html")), StringComparison.Ordinal);

        Assert.Equal(0, _cli.Run("study", "run", study, "--out", parts, "--shard", "2/2"));
        Assert.False(File.Exists(Path.Combine(parts, "summary.json")));
        Assert.Equal(0, _cli.Run("study", "status", parts, "--json", "-"));
        Assert.Equal((1, 2), ((int)JsonNode.Parse(_cli.Output)!["units"]!["done"]!, (int)JsonNode.Parse(_cli.Output)!["units"]!["left"]!));
        Assert.Equal(0, _cli.Run("study", "report", parts));
        Assert.Contains("2 of 3 units are not done", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("study", "run", study, "--out", parts, "--shard", "1/2"));
        Assert.Equal(0, _cli.Run("study", "report", parts, "--json", _cli.File("summary.json")));
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "summary.json")), File.ReadAllText(Path.Combine(parts, "summary.json")));
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "summary.json")), File.ReadAllText(_cli.File("summary.json")));
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "results", "toy-n80.csv")),
            File.ReadAllText(Path.Combine(parts, "results", "toy-n80.csv")));
        Assert.Equal(0, _cli.Run("study", "status", parts));
        Assert.Contains("3 of 3 units done, 0 left", _cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s.yaml, line 2, column 1: a study has no key 'replicats'. Did you mean 'replicates'?", "replicates", "replicats")]
    [InlineData("s.yaml, line 4, column 4: `n` is a whole number", "n: 80", "n: many")]
    [InlineData("s.yaml, line 5, column 24: `simulator` is no 'toi'. Did you mean 'toy'?", "simulator: toy", "simulator: toi")]
    public void AMistakeInTheFileIsOneLineAndExitCodeTwo(string expected, string right, string wrong)
    {
        string study = _cli.Write("s.yaml", Yaml.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Equal(2, _cli.Run("study", "run", study, "--out", _cli.File("out")));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
        Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(_cli.File("out")));
    }

    [Fact]
    public void EvaluationsOfFitsAreRunMergedAndSetOut()
    {
        string study = _cli.Write("e.yaml", """
            name: fits
            sources:
              - { name: toy, simulator: toy }
              - { name: exact, synthesizer: toy, seed_rows: 150, fits: 2, method: sandbox, generator: bootstrap, scenario: toy-s1 }
              - { name: paper, synthesizer: toy, seed_rows: 150, fits: 1, method: sandbox, preset: causalmix-paper, prior: gaussian,
                  scenario: toy-s1 }
            evaluations:
              - { evaluate: verification, units: 1000, unit_draws: 10, figures: [passed, tau_skill, association_off] }
            table:
              columns: [S1]
              rows: { exact: exact, paper preset: paper }
              figures:
                - { figure: tau_skill, label: skill, published: { "CausalMix": 0.25 } }
            """);
        string whole = _cli.File("whole"), parts = _cli.File("parts"), table = _cli.File("table.md");
        Assert.Equal(0,
            _cli.Run("study", "run", study, "--out", whole, "--threads", "2", "--table", table, "--report", _cli.File("page.html")));
        string[] lines = File.ReadAllLines(table);
        Assert.Equal(["| figure | of | S1 |", "|---|---|---|", "| skill | CausalMix | 0.25 |"], lines[..3]);
        Assert.StartsWith("| | exact | ", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("| | paper preset | ", lines[4], StringComparison.Ordinal);
        Assert.Contains(File.ReadAllText(table), _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Fits as they are evaluated", File.ReadAllText(_cli.File("page.html")), StringComparison.Ordinal);

        Assert.Equal(0, _cli.Run("study", "run", study, "--out", parts, "--shard", "2/3"));
        Assert.Equal(0, _cli.Run("study", "status", parts));
        Assert.Contains("1 of 3 units done", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("exact: 1 of 2 fits evaluated", _cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("study", "run", study, "--out", parts, "--shard", "1/3"));
        Assert.Equal(0, _cli.Run("study", "run", study, "--out", parts, "--shard", "3/3"));
        Assert.Equal(0, _cli.Run("study", "report", parts, "--complete", "--table", _cli.File("merged.md")));
        Assert.Equal(File.ReadAllText(table), File.ReadAllText(_cli.File("merged.md")));
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "summary.json")), File.ReadAllText(Path.Combine(parts, "summary.json")));
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "evaluations", "paper.csv")),
            File.ReadAllText(Path.Combine(parts, "evaluations", "paper.csv")));
        Assert.False(Directory.Exists(Path.Combine(parts, "results")));
        Assert.Equal(0, _cli.Run("study", "status", parts, "--json", "-"));
        Assert.Equal((1, 0), ((int)JsonNode.Parse(_cli.Output)!["evaluated"]![1]!["fits_done"]!,
            (int)JsonNode.Parse(_cli.Output)!["evaluated"]![1]!["failures"]!));
    }

    [Fact]
    public void ATableNeedsEvaluationsAndTheWholeStudy()
    {
        string study = _cli.Write("s.yaml", Yaml), folder = _cli.File("out");
        Assert.Equal(2, _cli.Run("study", "run", study, "--out", folder, "--table", _cli.File("t.md")));
        Assert.Contains("this study has none", _cli.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
        Assert.Equal(2, _cli.Run("study", "run", study, "--out", folder, "--shard", "1/2", "--table", _cli.File("t.md")));
        Assert.Contains("--table with --shard", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("study", "run", study, "--out", folder, "--table", study));
        Assert.Contains("is an input", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void BadUsageIsExitCodeTwo()
    {
        string study = _cli.Write("s.yaml", Yaml), folder = _cli.File("out");
        Assert.Equal(2, _cli.Run("study", "run", study));
        Assert.Contains("causalloom study run --help", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("study", "run", study, "--out", folder, "--shard", "3/2"));
        Assert.Equal(2, _cli.Run("study", "run", study, "--out", folder, "--shard", "1/2", "--report", _cli.File("x.html")));
        Assert.Equal(2, _cli.Run("study", "run", study, "--out", folder, "--seed", "2"));
        Assert.Equal(2, _cli.Run("study", "status", _cli.Folder));
        Assert.Equal(2, _cli.Run("study", "report", _cli.Folder));
        Assert.Equal(0, _cli.Run("study", "run", study, "--out", folder));
        Assert.Equal(2, _cli.Run("study", "run", _cli.Write("t.yaml", Yaml + "\nseed: 2"), "--out", folder));
        Assert.Contains("another study", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AStudyThatWasInterruptedAndOneThatWasKilledGoOn()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Signals are sent with kill, which Windows does not have.");
        }

        string long_ = Yaml.Replace("replicates: 6", "replicates: 3000", StringComparison.Ordinal)
            .Replace("block: 2", "block: 20", StringComparison.Ordinal);
        string study = _cli.Write("s.yaml", long_), folder = _cli.File("out"), whole = _cli.File("whole");
        Assert.Equal(130, Stopped(study, folder, "INT"));
        Stopped(study, folder, "KILL");
        Assert.Equal(0, _cli.Run("study", "run", study, "--out", folder));
        Assert.Equal(0, _cli.Run("study", "run", study, "--out", whole, "--threads", "1"));
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "summary.json")), File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "results", "toy-n80.csv")),
            File.ReadAllText(Path.Combine(folder, "results", "toy-n80.csv")));
    }

    // Sends the signal once the process has finished a unit more.
    private static int Stopped(string study, string folder, string signal)
    {
        string units = Path.Combine(folder, "units");
        int before = Directory.Exists(units) ? Directory.GetFiles(units, "*.csv").Length : 0;
        ProcessStartInfo start = new("dotnet", [typeof(Cli.CommandLine.Application).Assembly.Location, "study", "run", study, "--out",
            folder, "--threads", "1"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        while (!process.WaitForExit(5) && (!Directory.Exists(units) || Directory.GetFiles(units, "*.csv").Length <= before))
        {
        }

        using (Process kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }

        Assert.True(process.WaitForExit(60_000), "stopped work goes on");
        Assert.InRange(Directory.GetFiles(units, "*.csv").Length, before + 1, 149);
        return process.ExitCode;
    }
}
