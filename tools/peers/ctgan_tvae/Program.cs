using System.Diagnostics;
using System.Globalization;
using CausalLoom;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Generators;
using CausalLoom.Generators.Gan;
using CausalLoom.Generators.Vae;

// fit ctgan|tvae original|default TABLE.csv OUT.csv SEED: fits on one thread, draws as many rows, prints what it cost.
// score TABLE.csv OUT.csv…: alpha-precision, beta-recall (20 shared embeddings) and boosted C2ST of the covariates of each.
if (args is ["fit", string name, string preset, string from, string to, string seed])
{
    Table table = CsvTable.Read(from).Table;
    ITabularGenerator generator = (name, preset) switch
    {
        ("ctgan", "original") => new CtganGenerator(CtganOptions.Original),
        ("tvae", "original") => new TvaeGenerator(TvaeOptions.Original),
        _ => Catalogues.Default.Generators.Create(name),
    };
    Stopwatch wall = Stopwatch.StartNew();
    TimeSpan start = Cpu();
    FitContext context = FitContext.ForSeed(long.Parse(seed, CultureInfo.InvariantCulture));
    ITabularModel model = generator.Fit(table, context);
    double cpu = (Cpu() - start).TotalSeconds, seconds = wall.Elapsed.TotalSeconds;
    CsvTableWriter.Write(to, model.Sample(table.Rows, context.Stream.Child("sample")));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"ours {name} {preset} seed {seed} cpu_seconds {cpu:0.00} wall_seconds {seconds:0.00} peak_mib {PeakMegabytes():0}"));
    return 0;
}

if (args is ["score", string real, .. string[] made])
{
    LoadedData data = DataLoader.Load(real, new LoadOptions { Treatment = "treatment", Outcome = "outcome" });
    FitContext context = FitContext.ForSeed(1) with { Threads = Environment.ProcessorCount };
    CovariateComparison comparison = new(data.Data.Covariates, 20, context.Child("embeddings"));
    foreach (string path in made)
    {
        CovariateMetrics x = comparison.Measure(DataLoader.LoadLike(path, data).Data.Covariates, context.Child("measure"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)} precision "
            + $"{x.AlphaPrecision:0.000} recall {x.BetaRecall:0.000} c2st_boosting {x.C2stBoosting:0.000}"));
    }

    return 0;
}

Console.Error.WriteLine("usage: fit ctgan|tvae original|default TABLE.csv OUT.csv SEED   or   score TABLE.csv OUT.csv…");
return 2;

static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;

static double PeakMegabytes()
{
    string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
    return double.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
