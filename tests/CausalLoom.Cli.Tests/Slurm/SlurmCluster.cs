using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CausalLoom.Cli.Tests.Slurm;

/// <summary>
/// A Slurm of one controller and one node on this machine, with an authentication daemon, keys, ports and files of its own: it meets no
/// other Slurm here. The daemons are stopped by their process ids, by a guard process also where the tests themselves are killed.
/// </summary>
public sealed class SlurmCluster : IAsyncLifetime
{
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "sinfo"];

    // Seconds are enough where the machine is free.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly List<Process> _daemons = [];
    private Process? _guard;

    /// <summary>Why there is none; null where it runs.</summary>
    public string? Missing { get; private set; }

    /// <summary>The cluster's files.</summary>
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "loom-slurm-" + Path.GetRandomFileName());

    /// <summary>Its configuration, for SLURM_CONF.</summary>
    public string Configuration => Path.Combine(Folder, "slurm.conf");

    public async ValueTask InitializeAsync()
    {
        Missing = WhatIsMissing();
        if (Missing is not null)
        {
            return;
        }

        // A port may be taken between being found free and being used.
        for (int attempt = 1; !await TryStartAsync(); attempt++)
        {
            string logs = Logs();
            await StopAsync();
            Assert.True(attempt < 3, "Slurm does not start:\n" + logs);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, true);
        }
    }

    /// <summary>
    /// What one of Slurm's commands says; null where it fails, as while a busy controller does not answer: no answer is not an empty one.
    /// </summary>
    public async Task<string?> AskAsync(string command, params string[] arguments) =>
        await RunAsync(command, arguments) is (0, var output, _) ? output : null;

    /// <summary>Cancels jobs, again where the controller did not hear of it.</summary>
    public Task CancelAsync(params string[] jobs) =>
        UntilAsync(async () => await AskAsync("scancel", jobs) is not null, "The cancelling of " + string.Join(' ', jobs));

    /// <summary>Runs a program that sees this cluster, for at most three minutes.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(string command, params string[] arguments)
    {
        ProcessStartInfo start = new(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(k =>
            k.StartsWith("SLURM_", StringComparison.Ordinal) || k.StartsWith("SBATCH_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["SLURM_CONF"] = Configuration;
        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = new(Limit);
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{command} {string.Join(' ', arguments)} has not ended within {Limit}.\n{Logs()}");
        }
    }

    /// <summary>Waits until something is so, at most three minutes.</summary>
    public async Task UntilAsync(Func<Task<bool>> so, string what)
    {
        for (long from = Stopwatch.GetTimestamp(); !await so();)
        {
            Assert.True(Stopwatch.GetElapsedTime(from) < Limit, $"{what} has not come to pass within {Limit}.\n{Logs()}");
            await Task.Delay(50);
        }
    }

    private static string? WhatIsMissing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "Slurm runs on Linux.";
        }

        string[] absent = [.. Programs.Where(p => Find(p) is null)];
        return absent.Length > 0 ? $"Slurm is not installed here ({string.Join(", ", absent)} not found): apt-get install slurm-wlm munge."
            : !Environment.IsPrivilegedProcess ? "A Slurm node is started by root only."
            : null;
    }

    private static string? Find(string program) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':',
        StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> TryStartAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, true);
        }

        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(InFolder("state"));
        Directory.CreateDirectory(InFolder("spool"));
        await File.WriteAllBytesAsync(InFolder("munge.key"), RandomNumberGenerator.GetBytes(128));
        File.SetUnixFileMode(InFolder("munge.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(Configuration, ConfigurationText());
        Start("munged", "--foreground", "--force", "--socket=" + InFolder("munge.sock"), "--key-file=" + InFolder("munge.key"),
            "--pid-file=" + InFolder("munged.pid"), "--log-file=" + InFolder("munged.log"), "--seed-file=" + InFolder("munge.seed"));
        if (!await IsUpAsync(() => Task.FromResult(File.Exists(InFolder("munge.sock")))))
        {
            return false;
        }

        Start("slurmctld", "-D", "-f", Configuration);
        Start("slurmd", "-D", "-N", "localhost", "-f", Configuration);
        Watch();
        return await IsUpAsync(async () => (await AskAsync("sinfo", "--noheader", "--format=%T"))?.Trim() == "idle");
    }

    // One node of two slots, whatever this machine has: the tests are about jobs, not about its cores. A busy machine gets a minute
    // (KillWait) between the signal that a program may heed and the one that it cannot.
    private string ConfigurationText() =>
        $"""
        ClusterName=loom
        SlurmctldHost=localhost
        SlurmctldPort={FreePort().ToString(CultureInfo.InvariantCulture)}
        SlurmdPort={FreePort().ToString(CultureInfo.InvariantCulture)}
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        AuthInfo=socket={InFolder("munge.sock")}
        CredType=cred/munge
        StateSaveLocation={InFolder("state")}
        SlurmdSpoolDir={InFolder("spool")}
        SlurmctldPidFile={InFolder("slurmctld.pid")}
        SlurmdPidFile={InFolder("slurmd.pid")}
        SlurmctldLogFile={InFolder("slurmctld.log")}
        SlurmdLogFile={InFolder("slurmd.log")}
        SlurmdParameters=config_overrides
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core
        JobAcctGatherType=jobacct_gather/none
        ReturnToService=2
        MpiDefault=none
        KillWait=60
        SchedulerParameters=batch_sched_delay=0
        NodeName=localhost CPUs=2 RealMemory=1000 State=UNKNOWN
        PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP

        """;

    private async Task<bool> IsUpAsync(Func<Task<bool>> up)
    {
        for (long from = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(from) < Limit / 3 && !_daemons.Any(d => d.HasExited);)
        {
            if (await up())
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }

    // `exec`: the process id is the daemon's own.
    private void Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new("/bin/sh",
            ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", InFolder(program + ".out"), Find(program)!, .. arguments]);
        _daemons.Add(Process.Start(start)!);
    }

    private void Watch()
    {
        string pids = string.Join(' ', _daemons.Select(d => d.Id.ToString(CultureInfo.InvariantCulture)));
        _guard = Process.Start("/bin/sh", ["-c",
            $"while kill -0 {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)} 2>/dev/null; do sleep 1; done; kill -9 {pids}"]);
    }

    private async Task StopAsync()
    {
        if (_guard is not null)
        {
            _guard.Kill();
            await _guard.WaitForExitAsync();
            _guard.Dispose();
            _guard = null;
        }

        // The node's daemon first, then the controller's, then the one that both authenticate by.
        foreach (Process daemon in Enumerable.Reverse(_daemons))
        {
            await StopAsync(daemon);
        }

        _daemons.Clear();
    }

    private static async Task StopAsync(Process daemon)
    {
        using (daemon)
        {
            using Process kill = Process.Start("kill", ["-TERM", daemon.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
            try
            {
                await daemon.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                daemon.Kill(entireProcessTree: true);
            }
        }
    }

    private string Logs() => string.Join('\n', new[] { "munged.out", "slurmctld.out", "slurmctld.log", "slurmd.out", "slurmd.log" }.Where(
        name => File.Exists(InFolder(name))).Select(name => $"{name}:\n{string.Join('\n', File.ReadLines(InFolder(name)).TakeLast(12))}"));

    private string InFolder(string name) => Path.Combine(Folder, name);
}
