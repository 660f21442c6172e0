using System.Diagnostics;
using System.Globalization;
using CausalLoom;
using CausalLoom.Estimation.Conditional;
using CausalLoom.Numerics.Linear;

// U_PEHE of one pair of tables (30 networks), timed by the CPU time of the whole process; the other side of
// tools/peers/u_pehe. Usage: REAL.csv SYNTHETIC.csv [--preset default|steam-paper] [--seed N] [--threads N]
if (args.Length < 2)
{
    Console.Error.WriteLine("Usage: CausalLoom.UPehe REAL.csv SYNTHETIC.csv [--preset default|steam-paper] [--seed N] [--threads N]");
    return 2;
}

string preset = Option("--preset") ?? "default";
CateNetworkOptions options = preset == "steam-paper" ? CateNetworkOptions.SteamPaper : new CateNetworkOptions();
FitContext context = FitContext.ForSeed(int.Parse(Option("--seed") ?? "1", CultureInfo.InvariantCulture),
    int.Parse(Option("--threads") ?? "1", CultureInfo.InvariantCulture));
CateSample real = Read(args[0]), synthetic = Read(args[1]);
int held = (int)Math.Round(0.2 * real.Rows, MidpointRounding.ToEven);
Matrix test = real.Features.TakeRows([.. Enumerable.Range(0, held)]);
int[] rest = [.. Enumerable.Range(held, real.Rows - held)];
CateSample train = new(real.Features.TakeRows(rest), Array.ConvertAll(rest, i => real.Treatment[i]),
    Array.ConvertAll(rest, i => real.Outcome[i]));
ICateLearner[] learners = [new TLearner(options), new SLearner(options), new DrLearner(options), new RaLearner(options)];
TimeSpan begin = Process.GetCurrentProcess().TotalProcessorTime;
double[] parts = new double[learners.Length];
for (int k = 0; k < parts.Length; k++)
{
    double[] ours = learners[k].Fit(train, context.Child("real").Child(learners[k].Name)).Predict(test);
    double[] theirs = learners[k].Fit(synthetic, context.Child("synthetic").Child(learners[k].Name)).Predict(test);
    parts[k] = Math.Sqrt(ours.Zip(theirs).Average(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));
}

double seconds = (Process.GetCurrentProcess().TotalProcessorTime - begin).TotalSeconds;
string names = string.Join(' ', learners.Zip(parts)
    .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First.Name.ToUpperInvariant()} {pair.Second:F3}")));
Console.WriteLine(
    string.Create(CultureInfo.InvariantCulture, $"CausalLoom {preset}: cpu_seconds {seconds:F2} u_pehe {parts.Average():F3} {names}"));
return 0;

string? Option(string name)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

// The last two columns are treatment and outcome; all others are numbers.
static CateSample Read(string path)
{
    double[][] rows = [.. File.ReadLines(path).Skip(1)
        .Select(line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture)))];
    Matrix x = new(rows.Length, rows[0].Length - 2);
    for (int i = 0; i < rows.Length; i++)
    {
        rows[i].AsSpan(..^2).CopyTo(x.Row(i));
    }

    return new CateSample(x, Array.ConvertAll(rows, row => (int)row[^2]), Array.ConvertAll(rows, row => row[^1]));
}
