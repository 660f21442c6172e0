using System.Globalization;
using CausalLoom.Benchmarks;
using CausalLoom.Numerics.Linear;

string verb = args.Length > 0 ? args[0] : "all";
if (verb == "forest")
{
    return ForestBenchmark.Run(args);
}

string[] known = ["all", "gemm", "mlp", "basicnet", "embedding", "elements"];
string[] known = ["all", "gemm", "mlp", "basicnet", "embedding", "elements", "gpt"];
if (!known.Contains(verb))
{
    Console.Error.WriteLine($"Unknown verb '{verb}'. Use one of: {string.Join(", ", known)}; then optionally --path scalar|vector256|vector512, --losses FILE (mlp, gpt).");
    return 2;
}

if (Option("--path") is { } path)
{
    Simd.Force(Enum.Parse<SimdPath>(path, ignoreCase: true));
}

(double peak, double medianPeak) = PeakFma.Measure();
Console.WriteLine($"peak_fma_gflops p10 {Text(peak, 1)} median {Text(medianPeak, 1)}; kernels {Simd.Path}; CPU time of one thread");
if (verb is "all" or "gemm")
{
    GemmBenchmark.Run(peak, Option("--rates"));
}

if (verb is "all" or "mlp")
{
    MlpProblem problem = new();
    double[] losses = new double[1000];
    for (int i = 0; i < losses.Length; i++)
    {
        losses[i] = problem.Step();
    }

    if (Option("--losses") is { } file)
    {
        File.WriteAllLines(file, losses.Select(l => l.ToString("R", CultureInfo.InvariantCulture)));
    }

    MlpProblem timed = new();
    Report("mlp", () => timed.Step(), MlpProblem.Operations);
}

if (verb is "all" or "basicnet")
{
    BasicNetProblem problem = new();
    Report("basicnet", problem.Step, BasicNetProblem.Operations);
}

if (verb is "all" or "embedding")
{
    EmbeddingProblem problem = new();
    Report("embedding", problem.Step, EmbeddingProblem.Operations);
}

if (verb is "all" or "gpt")
{
    GptBenchmark.Run(peak, Option("--losses"));
}

if (verb is "all" or "elements")
{
    ElementsBenchmark.Run();
}

return 0;

string? Option(string name)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

static string Text(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);

void Report(string name, Action step, double operations)
{
    Timing timing = Timing.Of(step, 300, 3000);
    long before = GC.GetAllocatedBytesForCurrentThread();
    for (int i = 0; i < 1000; i++)
    {
        step();
    }

    double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;
    double rate = operations / timing.P10 * 1e-9;
    Console.WriteLine($"{name} us_per_step p10 {Text(timing.P10 * 1e6, 1)} median {Text(timing.Median * 1e6, 1)} best {Text(timing.Best * 1e6, 1)} steps_per_s {Text(1 / timing.P10, 0)} gflops {Text(rate, 1)} share_of_peak {Text(100 * rate / peak, 0)}% bytes_per_step {Text(bytes, 1)}");
}
