using System.Diagnostics;
using System.Globalization;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Cli.Tests.Faults;

/// <summary>
/// The built program, ended at moments drawn at random by SIGTERM and by SIGKILL: outputs are what they were or whole, and the same
/// command,
/// which keeps its work where it can, then gives the bytes of a run that nobody disturbed. A few a verb; CAUSALLOOM_SIGNALS=N makes it N of
/// each signal over all verbs.
/// </summary>
public sealed class SignalTests(ITestOutputHelper output) : IDisposable
{
    private const string Before = "what was there before\n";

    private static readonly string[] Lines =
    [
        "synthesize d.csv {0} --generator tvae --set tvae.epochs=150 --outcome-model linear --resume w -o o.csv --truth t.csv",
        "fit d.csv {0} --generator tabddpm --outcome-model linear --resume w --model o.loom --json j.json",
        "sandbox d.csv {0} --tau 1 --resume w -o o.csv --verification j.json --allow-unverified",
        "evaluate d.csv synth.csv {0} --repeats 2 --resume w --json j.json --report r.html",
        "estimate d.csv {0} --json j.json --report r.html",
        "inspect d.csv {0} --schema-out s.yaml --json j.json",
        "simulate toy --rows 20000 -o o.csv --truth t.csv",
        "augment d.csv {0} --donors synth.csv --donors-are real --nuisance linear -o o.csv --json j.json",
    ];

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void WhateverEndsARunTheSameCommandGivesTheSameBytes()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Signals are sent with kill, which Windows does not have.");
        }

        int asked = int.TryParse(Environment.GetEnvironmentVariable("CAUSALLOOM_SIGNALS"), CultureInfo.InvariantCulture, out int n) ? n : 0;
        Assert.Equal(0, _cli.Run("simulate", "toy", "--rows", "400", "-o", _cli.File("d.csv"), "--seed", "3"));
        Assert.Equal(0, _cli.Run("simulate", "toy", "--rows", "400", "-o", _cli.File("synth.csv"), "--seed", "4"));
        string[] lines = asked > 0 ? Lines : [Lines[0], Lines[6]];
        RandomStream moments = RandomStream.Of(9);
        Dictionary<string, (int Ended, int Whole)> counts = [];
        for (int line = 0; line < lines.Length; line++)
        {
            string[] args = [.. string.Format(CultureInfo.InvariantCulture, lines[line], "-t T -y Y").Split(' ')];
            string[] files = [.. args.Where((_, i) => i > 0 && args[i - 1] is "-o" or "--truth" or "--json" or "--model" or "--report"
                or "--verification" or "--schema-out")];
            Stopwatch watch = Stopwatch.StartNew();
            Assert.True(Run(args, null, 0) == 0, string.Join(' ', args));
            double whole = watch.Elapsed.TotalMilliseconds;
            byte[][] bytes = [.. files.Select(file => File.ReadAllBytes(_cli.File(file)))];
            foreach (string signal in (string[])["-TERM", "-KILL"])
            {
                int times = asked > 0 ? (asked / lines.Length) + (line < asked % lines.Length ? 1 : 0) : 1;
                (int ended, int done) = (0, 0);
                for (int k = 0; k < times; k++)
                {
                    Set(files, there: k % 2 == 0);
                    int code = Run(args, signal, (int)(moments.NextDouble() * whole));
                    ended += code == 0 ? 0 : 1;
                    Assert.True(code is 0 or 130 or 137 or 143, $"{args[0]} {signal}: {code}");
                    done += files.Select((file, j) => IsWhole(file, bytes[j], k % 2 == 0)).Distinct().Single() ? 1 : 0;
                    if (signal == "-TERM")
                    {
                        Assert.Empty(Directory.EnumerateFiles(_cli.Folder, ".*.tmp", SearchOption.AllDirectories));
                    }

                    Assert.Equal(0, Run(args, null, 0));
                    Assert.All(files, (file, j) => Assert.Equal(bytes[j], File.ReadAllBytes(_cli.File(file))));
                    Assert.False(Directory.Exists(_cli.File("w")));
                    Assert.Empty(Directory.EnumerateFiles(_cli.Folder, ".*.tmp", SearchOption.AllDirectories));
                }

                output.WriteLine($"| {args[0]} | {signal[1..]} | {times} | {ended} | {done} | 0 | 0 |");
            }
        }
    }

    private void Set(string[] files, bool there)
    {
        foreach (string file in files.Select(_cli.File))
        {
            File.Delete(file);
            if (there)
            {
                File.WriteAllText(file, Before);
            }
        }
    }

    // Whole, or as it was: anything else is a torn file.
    private bool IsWhole(string file, byte[] whole, bool there)
    {
        string path = _cli.File(file);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(whole))
        {
            return true;
        }

        Assert.True(there ? File.Exists(path) && File.ReadAllText(path) == Before : !File.Exists(path), $"{file} is torn");
        return false;
    }

    private int Run(string[] args, string? signal, int after)
    {
        ProcessStartInfo start = new("dotnet", [typeof(Cli.CommandLine.Application).Assembly.Location, .. args])
            { WorkingDirectory = _cli.Folder, RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(), said = process.StandardOutput.ReadToEndAsync();
        if (signal is not null && !process.WaitForExit(after))
        {
            using Process kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }

        Assert.True(process.WaitForExit(300_000), $"{args[0]} goes on");
        Task.WaitAll(error, said);
        return process.ExitCode;
    }
}
