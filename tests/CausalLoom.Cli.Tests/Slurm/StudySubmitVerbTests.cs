using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests.Slurm;

/// <summary>`study submit` beside commands of Slurm that answer as a test says: what is asked of them, and what they may answer.</summary>
public sealed class StudySubmitVerbTests : IDisposable
{
    private const string Yaml = """
        name: small
        replicates: 6
        block: 2
        n: 80
        sources: [{ simulator: toy }]
        methods: [{ estimator: or, nuisance: linear, folds: 2 }]
        """;

    private readonly CliRun _cli = new();

    public StudySubmitVerbTests() => Directory.CreateDirectory(_cli.File("bin"));

    private string Study => _cli.Write("s.yaml", Yaml);

    private string Out => _cli.File("out");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void ADryRunShowsBothCommandsAndSubmitsNothing()
    {
        Assert.Equal(0, _cli.Run("study", "submit", Study, "--out", Out, "--slurm", "--tasks", "2", "--dry-run",
            "--sbatch-option=--qos=long", "--sbatch-option", "--nice=5"));
        string[] lines = _cli.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("array=$(sbatch --parsable --array=1-2 --job-name=causalloom-small --output=/dev/null --cpus-per-task=1 "
            + "--qos=long --nice=5 ", lines[0], StringComparison.Ordinal);
        Assert.Contains("--dependency=afterany:\"${array%%;*}\"", lines[1], StringComparison.Ordinal);
        Assert.EndsWith($" study run {Study} --out {Out} --shard \"${{SLURM_ARRAY_TASK_ID}}/2\" --threads \"${{SLURM_CPUS_PER_TASK:-1}}\" "
            + "--no-progress\n", File.ReadAllText(Path.Combine(Out, "slurm", "array.sh")), StringComparison.Ordinal);
        Assert.EndsWith($" study report {Out} --complete\n", File.ReadAllText(Path.Combine(Out, "slurm", "merge.sh")),
            StringComparison.Ordinal);
        Assert.Contains("nothing is submitted", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void BadUsageIsOneLineAndExitCodeTwo()
    {
        foreach (string[] bad in new string[][] { [], ["--slurm", "--tasks", "0"], ["--slurm", "--time", "now or never"],
            ["--slurm", "--sbatch-option=--wrap=x"], ["--slurm", "--command", " "] })
        {
            Assert.Equal(2, _cli.Run(["study", "submit", Study, "--out", Out, .. bad]));
            Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'));
        }

        Assert.False(Directory.Exists(Path.Combine(Out, "slurm")));
    }

    [Fact]
    public async Task WithoutSbatchItSaysWhatElseCanBeDone()
    {
        (int code, _, string error) = await SubmitAsync();
        Assert.Equal(2, code);
        Assert.Contains("no `sbatch` on the PATH", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'slow down' >&2; exit 1", "sbatch refused the job (exit code 1): slow down")]
    [InlineData("exit 3", "sbatch refused the job (exit code 3): it did not say why.")]
    [InlineData("echo Submitted batch job 7", "did not answer with a job's number but with 'Submitted batch job 7'")]
    [InlineData("case \"$*\" in *dependency*) echo no more >&2; exit 1;; esac; echo 7",
        "the array is job 7, but the job that merges is none: sbatch refused the job (exit code 1): no more")]
    public async Task WhatSbatchMayAnswerIsOneLine(string sbatch, string expected)
    {
        Fake("sbatch", sbatch);
        (int code, string output, string error) = await SubmitAsync();
        Assert.Equal((1, string.Empty), (code, output));
        Assert.Contains(expected, Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JobsOnANamedClusterAreAskedForThere()
    {
        Fake("sbatch", "echo welcome; case \"$*\" in *dependency=afterany:41*) echo '42;west';; *) echo '41;west';; esac");
        Fake("squeue",
            $"echo \"$*\" >> '{_cli.File("asked")}'; case \"$*\" in *states=all*) echo CLUSTER: west; echo COMPLETED;; *) echo 41;; esac");
        (int code, string output, string error) = await SubmitAsync("--wait", "--json", "-");
        Assert.True(code == 0, error);
        JsonNode json = JsonNode.Parse(output)!;
        Assert.Equal(("41;west", "42;west", true), ((string)json["array"]!, (string)json["merge"]!, (bool)json["complete"]!));
        Assert.Contains("--jobs=42 --format=%T --clusters=west",
            await File.ReadAllTextAsync(_cli.File("asked"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        (code, _, error) = await SubmitAsync();
        Assert.Equal(2, code);
        Assert.Contains("in the queue already (job 41)", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo slurm_load_jobs error: Invalid job id specified >&2; exit 1")]
    [InlineData("exit 0")]
    [InlineData("echo FAILED")]
    public async Task AJobThatSlurmForgotOrThatFailedLeavesAnIncompleteStudy(string squeue)
    {
        Fake("sbatch", "echo 7");
        Fake("squeue", squeue);
        (int code, _, string error) = await SubmitAsync("--wait", "--quiet");
        Assert.Equal(1, code);
        Assert.Contains("the study is not complete", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoNoLongerWaitsLearnsHowToStopTheJobs()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Signals are sent with kill, which Windows does not have.");
        }

        Fake("sbatch", "echo 7");
        Fake("squeue", "echo RUNNING");
        using Process process = Process.Start(Start("--wait"))!;
        Assert.Equal("array 7", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        (int code, _, string error) = await EndAsync(process);
        Assert.Equal(130, code);
        Assert.Contains("scancel 7 7", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoStopsBetweenTheTwoJobsLearnsThatOneGoesOn()
    {
        string asked = _cli.File("asked");
        Fake("sbatch", $"case \"$*\" in *dependency*) : > '{asked}'; exec /bin/sleep 300;; esac; echo 7");
        using Process process = Process.Start(Start())!;
        for (long from = Stopwatch.GetTimestamp(); !File.Exists(asked);)
        {
            Assert.True(Stopwatch.GetElapsedTime(from) < TimeSpan.FromMinutes(3), "the second job is not submitted");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        (int code, _, string error) = await EndAsync(process);
        Assert.Equal(130, code);
        Assert.Contains("`scancel 7` stops it", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    private void Fake(string command, string script)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The commands of Slurm are played by shell scripts.");
        }
        else
        {
            string path = _cli.Write(Path.Combine("bin", command), "#!/bin/sh\n" + script + "\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private ProcessStartInfo Start(params string[] more)
    {
        string dotnet = $"{Environment.GetEnvironmentVariable("PATH")}".Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).First(File.Exists);
        ProcessStartInfo start = new(dotnet, [typeof(Cli.CommandLine.Application).Assembly.Location, "study", "submit", Study, "--out", Out,
            "--slurm", .. more]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = _cli.File("bin");
        return start;
    }

    private async Task<(int Code, string Output, string Error)> SubmitAsync(params string[] more)
    {
        using Process process = Process.Start(Start(more))!;
        return await EndAsync(process);
    }

    // Seconds where the machine is free; whatever goes wrong, no process outlives its test.
    private static async Task<(int Code, string Output, string Error)> EndAsync(Process process)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
