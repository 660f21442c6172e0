using CausalLoom.Io;

namespace CausalLoom.Cli.Tests.Faults;

/// <summary>
/// Whatever step of writing fails, no output changes, nothing is left over, and one line names the file. Every step of quick verbs is made
/// to fail, of slow ones a few; CAUSALLOOM_FAULTS=all makes it every step of all and writes the table of docs/reliability.md.
/// </summary>
public sealed class FaultContractTests(ITestOutputHelper output) : IDisposable
{
    private const string Before = "what was there before\n";

    private readonly CliRun _cli = new();

    public static TheoryData<string, string, string, int> Verbs() => new()
    {
        { "simulate", "simulate toy --rows 50 -o o.csv --truth t.csv --json j.json", "o.csv t.csv j.json", 99 },
        { "simulate, other formats", "simulate toy --rows 50 -o o.parquet --truth t.csv.gz", "o.parquet t.csv.gz", 99 },
        { "synthesize", "synthesize d.csv {0} --generator bootstrap --outcome-model linear --holdout .3 -o o.xpt --truth t.arrow "
            + "--model m.loom --holdout-out h.csv --json j.json", "o.xpt t.arrow m.loom h.csv j.json", 99 },
        { "fit", "fit d.csv {0} --generator copula --outcome-model linear --model m.loom --release e.json --json j.json",
            "m.loom e.json j.json", 4 },
        { "sample", "sample model.loom --rows 20 -o o.csv --truth t.csv --json j.json", "o.csv t.csv j.json", 99 },
        { "inspect", "inspect d.csv {0} --schema-out s.yaml --json j.json", "s.yaml j.json", 99 },
        { "estimate", "estimate d.csv {0} --nuisance linear --estimators aipw --json j.json --report r.html", "j.json r.html", 99 },
        { "evaluate", "evaluate d.csv synth.csv {0} --json j.json --report r.html", "j.json r.html", 3 },
        { "augment", "augment d.csv {0} --donors synth.csv --donors-are real --nuisance linear -o o.csv --json j.json --report r.html",
            "o.csv j.json r.html", 4 },
        { "sandbox", "sandbox d.csv {0} --tau 1 -o o.csv --truth t.csv --json j.json --report r.html --verification v.json "
            + "--allow-unverified", "o.csv t.csv j.json r.html v.json", 3 },
        { "demo", "demo --out @demo", "demo/real.csv demo/synthetic.csv demo/metrics.json demo/report.html", 1 },
        { "study report", "study report @study --json j.json --report r.html", "j.json r.html", 99 },
    };

    [Theory]
    [MemberData(nameof(Verbs), DisableDiscoveryEnumeration = true)]
    public void AFailedStepLeavesEverythingAsItWas(string verb, string line, string files, int most)
    {
        string[] args = Arguments(line), outputs = [.. files.Split(' ').Select(_cli.File)];
        Prepare();
        List<(FileStep Step, string Path)> steps = [];
        Assert.True(Faulty(args, (step, path) => Add(steps, step, path)) == 0, _cli.Error);
        Assert.All(outputs, path => Assert.True(File.Exists(path), path));
        bool all = Environment.GetEnvironmentVariable("CAUSALLOOM_FAULTS") == "all";
        int[] tried = [.. Enumerable.Range(0, steps.Count).Where(n => all || steps.Count <= most || n % (steps.Count / most) == most - 1)];
        foreach (int n in tried)
        {
            int at = 0;
            string failed = string.Empty;
            Set(outputs, there: n % 2 == 0);
            int code = Faulty(args, (step, path) =>
            {
                if (Interlocked.Increment(ref at) == n + 1)
                {
                    failed = $"{step} {path}";
                    throw new IOException("No space left on device");
                }
            });
            string what = $"{verb}, step {n + 1} ({failed}): {code}, {_cli.Error}";
            Assert.True(code is 1 or 2, what);
            string[] said = [.. _cli.Error.Split('\n').Where(said => said.StartsWith("causalloom:", StringComparison.Ordinal))];
            Assert.True(said is [var one] && one.Contains("cannot be written: No space left on device", StringComparison.Ordinal), what);
            Assert.Contains(Path.GetFileName(failed), said[0], StringComparison.Ordinal);
            Assert.All(outputs, path => Assert.True(n % 2 == 0 ? File.ReadAllText(path) == Before : !File.Exists(path), $"{path}: {what}"));
            Assert.Empty(Directory.EnumerateFiles(_cli.Folder, ".*.tmp", SearchOption.AllDirectories));
        }

        output.WriteLine($"| {verb} | {outputs.Length} | {steps.Count} | {tried.Length} | 0 | 0 | 0 |");
    }

    [Fact]
    public void AStudyThatAFullDiskStoppedGoesOnToTheSameBytes()
    {
        Prepare();
        string[] Args(string folder) => ["study", "run", _cli.File("s.yaml"), "--out", _cli.File(folder)];
        List<(FileStep Step, string Path)> steps = [];
        Assert.Equal(0, Faulty(Args("whole"), (step, path) => Add(steps, step, path)));
        string whole = File.ReadAllText(Path.Combine(_cli.File("whole"), "summary.json"));
        for (int n = 0; n < steps.Count; n += 3)
        {
            int at = 0;
            string folder = $"part{n}";
            Assert.NotEqual(0, Faulty(Args(folder), (_, _) =>
            {
                if (Interlocked.Increment(ref at) > n)
                {
                    throw new IOException("No space left on device");
                }
            }));
            Assert.Contains("cannot be written", _cli.Error, StringComparison.Ordinal);
            Assert.True(Faulty(Args(folder), (_, _) => { }) == 0, _cli.Error);
            Assert.Equal(whole, File.ReadAllText(Path.Combine(_cli.File(folder), "summary.json")));
            Assert.Empty(Directory.EnumerateFiles(_cli.File(folder), ".*.tmp", SearchOption.AllDirectories));
        }
    }

    public void Dispose() => _cli.Dispose();

    private static void Add(List<(FileStep, string)> steps, FileStep step, string path)
    {
        lock (steps)
        {
            steps.Add((step, path));
        }
    }

    private static void Set(string[] outputs, bool there)
    {
        foreach (string path in outputs)
        {
            if (there)
            {
                File.WriteAllText(path, Before);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    private int Faulty(string[] args, Action<FileStep, string> before)
    {
        FileSteps.Before = before;
        try
        {
            return _cli.Run(args is ["study", ..] ? args : [.. args, "--threads", "1"]);
        }
        finally
        {
            FileSteps.Before = null;
        }
    }

    private string[] Arguments(string line) => [.. string.Format(System.Globalization.CultureInfo.InvariantCulture, line, "-t w -y y")
        .Split(' ').Select(word => word.StartsWith('@') || (word.Contains('.', StringComparison.Ordinal) && char.IsAsciiLetter(word[0]))
            ? _cli.File(word.TrimStart('@')) : word)];

    private void Prepare()
    {
        _cli.Write("d.csv", SmallData.Csv(120));
        Assert.Equal(0, _cli.Run("fit", _cli.File("d.csv"), "-t", "w", "-y", "y", "--generator", "copula", "--outcome-model", "linear",
            "--model", _cli.File("model.loom")));
        Assert.Equal(0, _cli.Run("sample", _cli.File("model.loom"), "--rows", "120", "-o", _cli.File("synth.csv")));
        _cli.Write("s.yaml", "name: s\nreplicates: 3\nn: [60]\nsources:\n  - { name: toy, simulator: toy }\n"
            + "methods:\n  - { name: a, estimator: aipw, nuisance: linear }\n");
        Assert.True(_cli.Run("study", "run", _cli.File("s.yaml"), "--out", _cli.File("study")) == 0, _cli.Error);
    }
}
