using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Methods;

namespace CausalLoom.Jobs;

/// <summary>
/// The folder in which a job keeps what it has trained and measured, opened once it is known what the job is, and removed when all that
/// came of it is where it should be.
/// </summary>
/// <param name="path">The folder.</param>
public sealed class JobWork(string path) : IDisposable
{
    private WorkFolder? _folder;

    /// <summary>Why something could not be kept, or null.</summary>
    public string? Fault => _folder?.Fault;

    /// <summary>Removes what was kept: the job is done.</summary>
    public void Complete() => _folder?.Complete();

    /// <summary>Leaves what was kept for the next run.</summary>
    public void Dispose() => _folder?.Dispose();

    /// <summary>Opens the folder for a job.</summary>
    /// <param name="seed">The job's seed.</param>
    /// <param name="tables">The rows that it works on.</param>
    /// <param name="facts">All else that decides what comes of it, in one line each.</param>
    /// <exception cref="CausalLoomException">The folder cannot be used, or is another job's.</exception>
    internal WorkFolder Open(long seed, IReadOnlyList<Table> tables, IReadOnlyList<string> facts) =>
        _folder ??= WorkFolder.Open(path, string.Join('\n', [$"CausalLoom {Product.Version}",
            "seed " + seed.ToString(CultureInfo.InvariantCulture), .. tables.Select(table => "data " + TableDigest.Of(table)),
            .. facts.Select(fact => fact.ReplaceLineEndings(" "))]) + "\n");

    /// <summary>What decides a plan's fit, in lines.</summary>
    internal static string[] Facts(SynthesisPlan plan) =>
        [$"method {plan.Method}", $"preset {plan.Preset}", .. plan.Settings.Select(set => $"{set.Name} {set.Value}"),
            $"{plan.Synthesizer}"];
}
