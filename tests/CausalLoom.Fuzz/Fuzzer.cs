using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CausalLoom.Fuzz;

/// <summary>Gives each target its share of the time, slice by slice, and keeps what was found as files.</summary>
/// <param name="targets">The targets.</param>
/// <param name="seed">The seed.</param>
/// <param name="folder">Where findings are kept; made when there is one.</param>
/// <param name="say">Takes a line of progress.</param>
internal sealed class Fuzzer(IReadOnlyList<FuzzTarget> targets, long seed, string folder, Action<string> say)
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);
    private readonly List<TargetRun> _runs = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private (TargetRun Run, byte[] Input, long Begun)? _now;

    /// <summary>What was found, one line each.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>Fuzzes; a target that does not come back ends it.</summary>
    public void Run(TimeSpan time)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Thread worker = new(() => Work(watch, time)) { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromSeconds(1)))
        {
            if (_now is { } now && Stopwatch.GetElapsedTime(now.Begun) > Stuck)
            {
                Found(now.Run, now.Input, $"did not end within {Stuck.TotalSeconds:0} s");
                return;
            }
        }
    }

    /// <summary>What was done, as a table in Markdown.</summary>
    public string Table()
    {
        StringBuilder text = new("| target | cases | refused | different answers | slowest, ms |\n|---|---|---|---|---|\n");
        foreach (TargetRun run in _runs.OrderBy(run => run.Target.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {run.Target.Name} | {run.Cases:#,0} | {run.Refused:#,0} | {run.Shapes:#,0} | ");
            text.Append(CultureInfo.InvariantCulture, $"{run.Slowest.TotalMilliseconds:0} |\n");
        }

        return text.ToString();
    }

    private void Work(Stopwatch watch, TimeSpan time)
    {
        while (watch.Elapsed < time)
        {
            // The one that is farthest behind its share; each begins once.
            TargetRun? behind = _runs.MinBy(run => run.Spent / run.Target.Share);
            if (_runs.Count < targets.Count)
            {
                behind = new TargetRun(targets[_runs.Count], seed);
                _runs.Add(behind);
            }

            long begun = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begun) < Slice && watch.Elapsed < time)
            {
                Case(behind!);
            }

            say(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed:hh\\:mm\\:ss} {behind!.Target.Name}: {behind.Cases} cases, "
                + $"{behind.Refused} refused, {behind.Shapes} answers, {Findings.Count} findings in all"));
        }
    }

    private void Case(TargetRun run)
    {
        byte[] input = run.Next();
        _now = (run, input, Stopwatch.GetTimestamp());
        FuzzCase end = FuzzCase.Run(run.Target, input);

        // A machine that does other work may be slow once.
        end = end.Problem is not null && end.Time > FuzzCase.MostTime ? FuzzCase.Run(run.Target, input) : end;
        _now = null;
        if (end.Problem is { } problem)
        {
            Found(run, input, problem);
        }

        run.Note(input, end);
    }

    // One of a kind: the exception and where it was thrown.
    private void Found(TargetRun run, byte[] input, string problem)
    {
        string[] lines = problem.Split('\n');
        string? thrown = lines.FirstOrDefault(line => line.TrimStart().StartsWith("at CausalLoom", StringComparison.Ordinal))?.Trim();
        string kind = $"{run.Target.Name}: {string.Concat(lines[0].Split(':')[0].Where(c => !char.IsAsciiDigit(c)))} {thrown}";
        if (!_known.Add(kind))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{run.Target.Name}-{seed}-{run.Cases}.bin"));
        File.WriteAllBytes(file, input);
        string line = $"{run.Target.Name}, seed {seed}, case {run.Cases}: {problem}\n"
            + $"    again: dotnet run --project tests/CausalLoom.Fuzz -- --target {run.Target.Name} --replay {file}";
        Findings.Add(line);
        say(line);
    }
}
