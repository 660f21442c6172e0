using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Methods;
using CausalLoom.Rules;

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

    /// <summary>Which columns play which part, and their levels in order.</summary>
    internal static string[] Roles(CausalData data) =>
    [
        $"treatment {data.TreatmentSpace.Name}: {string.Join(" | ", data.TreatmentSpace.Levels)}",
        $"outcome {data.OutcomeColumn.Name}: {string.Join(" | ", (data.OutcomeColumn as DiscreteColumn)?.Levels ?? ["a number"])}",
        $"covariates {string.Join(" | ", data.Covariates.Columns.Select(column => $"{column.Name} {column.Type}"))}",
    ];

    /// <summary>The rules that rows are to keep, or that none are.</summary>
    internal static string[] Kept(IReadOnlyList<Rule>? rules) =>
        [rules is null ? "no rules" : FormattableString.Invariant($"rules {rules.Count}"), .. (rules ?? []).Select(rule => rule.Text)];

    /// <summary>What decides a plan's fit, in lines.</summary>
    internal static string[] Facts(SynthesisPlan plan) =>
        [$"method {plan.Method}", $"preset {plan.Preset}", .. plan.Settings.Select(set => $"{set.Name} {set.Value}"),
            $"{plan.Synthesizer}"];
}
