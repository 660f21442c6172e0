using System.Diagnostics;

namespace CausalLoom.Cli.Tests;

/// <summary>Ctrl-C on the built program, as a terminal sends it.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public void CtrlCEndsWith130AndWritesNothing(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Signals are sent with kill, which Windows does not have.");
        }

        string folder = _cli.File("demo");
        ProcessStartInfo start =
            new("dotnet", [typeof(Cli.CommandLine.Application).Assembly.Location, "demo", "--out", folder, "--threads", "1"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;

        // The folder is the first thing that the verb makes: from there on the program listens, however slow its start was.
        while (!Directory.Exists(folder) && !process.WaitForExit(20))
        {
        }

        Assert.False(process.WaitForExit(300), "the demo ended before it could be cancelled");
        using (Process kill = Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }

        string error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), "cancelled work goes on");
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("cancelled", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }
}
