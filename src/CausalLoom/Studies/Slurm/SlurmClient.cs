using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CausalLoom.Io;

namespace CausalLoom.Studies.Slurm;

/// <summary>Slurm's own commands, found on the PATH.</summary>
public static partial class SlurmClient
{
    // A controller that is restarted is back within minutes.
    private const int Patience = 60;

    /// <summary>Submits a job with sbatch.</summary>
    /// <param name="arguments">Arguments with `--parsable`.</param>
    /// <param name="cancellation">Ends sbatch.</param>
    /// <returns>The job's number, with `;CLUSTER` where sbatch says one.</returns>
    /// <exception cref="CausalLoomException">There is no sbatch here.</exception>
    /// <exception cref="IOException">sbatch refused the job, or said no number.</exception>
    public static async Task<string> SubmitAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        (int code, string output, string error) = await RunAsync("sbatch", arguments, cancellation).ConfigureAwait(false)
            ?? throw new CausalLoomException("There is no `sbatch` on the PATH. Run this on a machine that submits to a Slurm cluster, "
                + "look at the scripts with ‹dry-run›, or share the work by `study run ‹shard I/N›`.");
        if (code != 0)
        {
            throw new IOException($"sbatch refused the job (exit code {code.ToString(CultureInfo.InvariantCulture)}): "
                + $"{(error.Length == 0 ? "it did not say why." : error)}");
        }

        // A site's wrapper may say more than the number.
        return Lines(output).LastOrDefault(line => JobId().IsMatch(line))
            ?? throw new IOException($"sbatch did not answer with a job's number but with {CellText.Show(output.Trim())}. `squeue --me` "
                + $"shows whether a job was made.");
    }

    /// <summary>Those of some jobs that are pending or running, by number and name; none where Slurm cannot be asked.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="names">The jobs' names: numbers begin anew where a cluster is set up anew.</param>
    /// <param name="cancellation">Ends the question.</param>
    public static async Task<IReadOnlyList<string>> InQueueAsync(SlurmJobs jobs, IReadOnlyList<string> names,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        string[] numbers = [.. new[] { jobs.Array, jobs.Merge }.OfType<string>().Select(SlurmJobs.Number)];
        string[] arguments = ["--noheader", $"--jobs={string.Join(',', numbers)}", $"--name={string.Join(',', names)}", "--format=%F",
            .. OfCluster(jobs.Array)];
        (int Code, string Output, string Error)? answer = await RunAsync("squeue", arguments, cancellation).ConfigureAwait(false);
        return answer is null ? [] : [.. Lines(answer.Value.Output).Where(numbers.Contains).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Waits until a job has ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellation">Ends the waiting, not the job.</param>
    /// <returns>Whether it ended with exit code 0; null where Slurm no longer knows it.</returns>
    /// <exception cref="IOException">Slurm cannot be asked for ten minutes.</exception>
    public static async Task<bool?> WaitAsync(string job, CancellationToken cancellation)
    {
        string[] arguments = ["--noheader", "--states=all", $"--jobs={SlurmJobs.Number(job)}", "--format=%T", .. OfCluster(job)];
        int faults = 0;
        for (double seconds = 1; ; seconds = Math.Min(10, seconds * 1.1))
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation).ConfigureAwait(false);
            (int code, string output, string error) = await RunAsync("squeue", arguments, cancellation).ConfigureAwait(false)
                ?? (1, string.Empty, "squeue is not on the PATH.");
            string? state = Lines(output).LastOrDefault(line => line.All(c => char.IsAsciiLetterUpper(c) || c == '_'));
            if (code == 0 ? state is null : error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            faults = code == 0 ? 0 : faults + 1;
            if (faults == Patience)
            {
                throw new IOException($"the jobs go on, but Slurm cannot be asked how far they are: {error}");
            }

            if (code == 0 && HasEnded(state!))
            {
                return state == "COMPLETED";
            }
        }
    }

    // What is not one of these has not ended: pending, running, completing, requeued, suspended, …
    private static bool HasEnded(string state) => state is "COMPLETED" or "FAILED" or "CANCELLED" or "TIMEOUT" or "OUT_OF_MEMORY"
        or "NODE_FAIL" or "BOOT_FAIL" or "DEADLINE" or "PREEMPTED" or "REVOKED" or "LAUNCH_FAILED";

    private static string[] OfCluster(string job) => SlurmJobs.Cluster(job) is { } cluster ? [$"--clusters={cluster}"] : [];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Null where there is no such command. What it complained of is one line.</summary>
    private static async Task<(int Code, string Output, string Error)?> RunAsync(string command, IEnumerable<string> arguments,
        CancellationToken cancellation)
    {
        ProcessStartInfo start = new(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            try
            {
                Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
                string output = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
                await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
                return (process.ExitCode, output, (await error.ConfigureAwait(false)).ReplaceLineEndings(" ").Trim());
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }
        }
    }

    [GeneratedRegex(@"^[0-9]+(;[A-Za-z0-9_.-]+)?\z")]
    private static partial Regex JobId();
}
