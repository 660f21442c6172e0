using System.Diagnostics;
using System.Globalization;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Io;

namespace CausalLoom.Cli.Tests.Faults;

/// <summary>A run that was told to end ends, whether or not it listens.</summary>
public sealed class WatchdogTests
{
    [Fact]
    public void ARunThatDoesNotListenIsEndedAndLeavesNothing()
    {
        using CliRun cli = new();
        string path = cli.File("o.csv");
        using OutputBatch batch = OutputBatch.Begin();
        batch.Declare([path]);
        AtomicFile.WriteText(path, "rows");
        Assert.Single(Directory.EnumerateFiles(cli.Folder, ".o.csv.*.tmp"));
        using CancellationTokenSource cancellation = new();
        using StringWriter error = new();
        using ManualResetEventSlim ended = new();
        int code = 0;
        using Watchdog watchdog = new(cancellation, batch, error, TimeSpan.FromMilliseconds(50), given =>
        {
            code = given;
            ended.Set();
        });
        watchdog.Told();
        Assert.True(cancellation.IsCancellationRequested);
        Assert.True(ended.Wait(60_000, TestContext.Current.CancellationToken));
        Assert.Equal(130, code);
        Assert.Contains("cancelled", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(cli.Folder));
    }

    [Fact]
    public async Task AProgramThatHangsInTheOperatingSystemIsEnded()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Named pipes are made with mkfifo, which Windows does not have.");
        }

        // Nobody ever writes into the pipe: the program waits inside a system call, where no cancellation reaches it.
        using CliRun cli = new();
        string pipe = cli.File("rows.csv");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        ProcessStartInfo start = new("dotnet", [typeof(Application).Assembly.Location, "inspect", pipe, "--json", cli.File("o.json")])
            { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;

        // Opening a pipe to write waits for someone who reads: the program is there.
        await using FileStream writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write));
        using (Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(process.WaitForExit(120_000), "a program that hangs goes on");
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("cancelled", error, StringComparison.Ordinal);
        Assert.Equal([pipe], Directory.EnumerateFileSystemEntries(cli.Folder));
    }

    [Fact]
    public void ToldAgainItEndsAtOnce()
    {
        using OutputBatch batch = OutputBatch.Begin();
        using CancellationTokenSource cancellation = new();
        int ends = 0;
        using Watchdog watchdog = new(cancellation, batch, TextWriter.Null, TimeSpan.FromHours(1), _ => ends++);
        watchdog.Told();
        Assert.Equal(0, ends);
        watchdog.Told();
        Assert.Equal(1, ends);
    }

    [Fact]
    public void ARunThatListenedOrHasPublishedIsLeftAlone()
    {
        using OutputBatch batch = OutputBatch.Begin();
        using CancellationTokenSource cancellation = new();
        int ends = 0;
        Watchdog watchdog = new(cancellation, batch, TextWriter.Null, TimeSpan.FromHours(1), _ => ends++);
        watchdog.Told();
        batch.Publish();
        watchdog.Told();
        watchdog.Dispose();
        watchdog.Told();
        Assert.Equal(0, ends);
    }
}
