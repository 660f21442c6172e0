using System.Diagnostics;
using System.Globalization;
using System.Text;
using CausalLoom.Tests;

namespace CausalLoom.Cli.Tests.Faults;

/// <summary>
/// Every bad table through every verb that reads rows: done, or refused in one line with nothing written, and soon. The answers stand in
/// docs/evidence/bad-inputs.md, which CAUSALLOOM_WRITE_DOCS=1 writes. Slow verbs do all they refuse and a few that they take;
/// CAUSALLOOM_FAULTS=all does all, CAUSALLOOM_FULL_SIZE=1 at full size.
/// </summary>
public sealed class BadInputTableTests(ITestOutputHelper output) : IDisposable
{
    private const int SlowTaken = 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(BadInput.FullSize ? 600 : 120);

    private static readonly (string Name, string Line, string Outputs, bool Slow)[] Verbs =
    [
        ("inspect", "inspect {0} {1} --json j.json", "j.json", false),
        ("estimate", "estimate {0} {1} --nuisance linear --estimators aipw --json j.json", "j.json", false),
        ("synthesize", "synthesize {0} {1} --generator copula --propensity logistic --outcome-model linear -o o.csv --truth t.csv",
            "o.csv t.csv", false),
        ("fit", "fit {0} {1} --generator bootstrap --propensity logistic --outcome-model linear --model m.loom", "m.loom", false),
        ("evaluate, real", "evaluate {0} good.csv {1} --json j.json", "j.json", true),
        ("evaluate, synthetic", "evaluate good.csv {0} {1} --json j.json", "j.json", true),
        ("augment", "augment {0} {1} --donors good.csv --donors-are real --nuisance linear --estimators aipw -o o.csv", "o.csv", true),
        ("augment, donors", "augment good.csv {1} --donors {0} --donors-are real --nuisance linear --estimators aipw -o o.csv", "o.csv",
            true),
        ("sandbox", "sandbox {0} {1} --tau 1 --rows 50 --generator bootstrap --allow-unverified -o o.csv", "o.csv", true),
        ("study run", "study run s.yaml --out study", "study/summary.json", false),
        ("sample --given", "sample model.loom --given {0} -o o.csv", "o.csv", false),
    ];

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void EveryVerbAnswersEveryBadTable()
    {
        Prepare();
        string path = Path.Combine(Repository.Root, "docs", "evidence", "bad-inputs.md");
        bool writes = Environment.GetEnvironmentVariable("CAUSALLOOM_WRITE_DOCS") == "1";
        bool all = writes || BadInput.FullSize || Environment.GetEnvironmentVariable("CAUSALLOOM_FAULTS") == "all";
        string[] before = File.Exists(path) ? File.ReadAllLines(path) : [];
        List<string> codes = [], sayings = [], wrong = [];
        int nth = 0;
        foreach (BadInput input in BadInput.All())
        {
            string head = $"| {input.Number} | {input.What} |";
            string known = before.FirstOrDefault(line => line.StartsWith(head, StringComparison.Ordinal)) ?? string.Empty;
            string[] cells = known.Split('|', StringSplitOptions.TrimEntries);
            StringBuilder row = new(head);
            List<(string Verb, string Said)> said = [];
            for (int v = 0; v < Verbs.Length; v++)
            {
                string cell = cells.Length > v + 3 ? cells[v + 3] : string.Empty;
                bool passes = !all && Verbs[v].Slow && cell.StartsWith("done", StringComparison.Ordinal) && ++nth % SlowTaken != 0;
                string answer = passes ? cell : Answer(input, Verbs[v], said, wrong);
                row.Append(CultureInfo.InvariantCulture, $" {answer} |");
            }

            codes.Add(row.ToString());
            sayings.AddRange(said.GroupBy(one => one.Said, one => one.Verb).Select(same =>
                $"{head} {(same.Count() == Verbs.Length ? "all" : string.Join("; ", same))} | {same.Key} |"));
        }

        codes.ForEach(output.WriteLine);
        sayings.ForEach(output.WriteLine);
        if (writes)
        {
            File.WriteAllText(path, Page(codes, sayings));
        }
        else if (!BadInput.FullSize)
        {
            Assert.Equal(before.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Take(codes.Count), codes);
            Assert.Empty(sayings.Except(before));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private string Answer(BadInput input, (string Name, string Line, string Outputs, bool Slow) verb, List<(string, string)> said,
        List<string> wrong)
    {
        foreach (string old in Directory.GetFiles(_cli.Folder, "d.*"))
        {
            File.Delete(old);
        }

        string data = _cli.Write(input.File, input.Bytes);
        _cli.Write("s.yaml", $$"""
            name: s
            replicates: 2
            n: [40]
            sources:
              - { name: rows, bootstrap: {{input.File}}, treatment: w, outcome: y, truth: 1 }
            methods:
              - { name: a, estimator: aipw, nuisance: linear }
            """);
        string[] outputs = [.. verb.Outputs.Split(' ').Select(_cli.File)];
        string flags = Knows(verb.Name, input.Flags) ? " " + input.Flags : string.Empty;
        string line = string.Format(CultureInfo.InvariantCulture, verb.Line, input.File, "-t w -y y") + flags + " --threads 1";
        string[] args = [.. line.Split(' ').Select(word => word.Contains('.', StringComparison.Ordinal) || word == "study"
            ? _cli.File(word) : word)];
        args = verb.Name == "study run" ? ["study", .. args[1..]] : args;
        Stopwatch watch = Stopwatch.StartNew();
        int code = _cli.Run(args);
        TimeSpan time = watch.Elapsed;
        string[] lines = [.. _cli.Error.Split('\n').Where(line => line.StartsWith("causalloom:", StringComparison.Ordinal))];
        string what = $"{input.Number} {input.What}, {verb.Name}: {code}, {time.TotalSeconds:0.0} s, {_cli.Error}";
        bool isDone = code == 0;
        if (code is not (0 or 1 or 2) || lines.Length != (isDone ? 0 : 1) || time > MostTime
            || _cli.Error.Contains("   at ", StringComparison.Ordinal)
            || outputs.Any(file => File.Exists(file) != isDone)
            || Directory.EnumerateFiles(_cli.Folder, ".*.tmp", SearchOption.AllDirectories).Any()
            || (code == 1 && !lines[0].Contains("while", StringComparison.Ordinal))
            || _cli.Error.Contains("internal error", StringComparison.Ordinal))
        {
            wrong.Add(what);
        }

        Array.ForEach(outputs, File.Delete);
        if (Directory.Exists(_cli.File("study")))
        {
            Directory.Delete(_cli.File("study"), recursive: true);
        }

        int warnings = _cli.Error.Split('\n').Count(line => line.StartsWith("warning:", StringComparison.Ordinal));
        if (!isDone)
        {
            said.Add((verb.Name, Masked(lines.FirstOrDefault() ?? _cli.Error)));
        }

        output.WriteLine($"{input.Number} {input.What}, {verb.Name}: {time.TotalMilliseconds:0} ms");
        return isDone ? warnings == 0 ? "done" : $"done, {warnings} w" : code.ToString(CultureInfo.InvariantCulture);
    }

    // A table holds neither the folder of this run nor what would end its cells.
    private string Masked(string line) => line["causalloom: ".Length..].Replace(_cli.Folder + Path.DirectorySeparatorChar, string.Empty,
        StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Trim();

    private static bool Knows(string verb, string flags) => flags.Length > 0 && (flags.StartsWith("--rules", StringComparison.Ordinal)
        ? verb is "synthesize" or "fit" : verb == "estimate");

    private void Prepare()
    {
        // Other people than those of the bad tables.
        string[] lines = SmallData.Csv(200).Split('\n');
        _cli.Write("good.csv", string.Join('\n', [lines[0], .. lines[81..]]));
        _cli.Write("never.txt", "x1 > 100\n");
        Assert.Equal(0, _cli.Run("fit", _cli.File("good.csv"), "-t", "w", "-y", "y", "--generator", "copula", "--outcome-model", "linear",
            "--model", _cli.File("model.loom")));
    }

    private static string Page(List<string> codes, List<string> sayings)
    {
        StringBuilder text = new("""
            # Forty bad tables

            What each verb that reads rows does with a table that should not be as it is: `done` (and with how many warnings, `w`), or the
            exit code: 2 for what the user can mend, 1 where the work failed at a named step. Whatever is refused is refused in one line,
            soon, and leaves nothing behind. `BadInputTableTests` makes the tables, runs the verbs and holds this page; it is written by
            `CAUSALLOOM_WRITE_DOCS=1`. The numbers are those of the list that it began with. Cells of 100 MB, 50,000 columns and 2 GB of
            zeros stand here at a size that fits a test; `CAUSALLOOM_FULL_SIZE=1` makes them whole.


            """);
        text.Append("| | table | ").AppendJoin(" | ", Verbs.Select(verb => verb.Name)).Append(" |\n|---|---|")
            .Append(string.Concat(Enumerable.Repeat("---|", Verbs.Length))).Append('\n');
        codes.ForEach(line => text.Append(line).Append('\n'));
        text.Append("\n## What is said\n\n| | table | verbs | line |\n|---|---|---|---|\n");
        sayings.ForEach(line => text.Append(line).Append('\n'));
        return text.ToString();
    }
}
