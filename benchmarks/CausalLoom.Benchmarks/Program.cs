using System.Globalization;
using CausalLoom.Benchmarks;
using CausalLoom.Numerics.Linear;

string verb = args.Length > 0 ? args[0] : "all";
if (verb == "forest")
{
    return ForestBenchmark.Run(args);
}

string[] known = ["all", "gemm", "mlp", "basicnet", "embedding", "elements", "gpt", "ctgan", "vae", "allocation", "replicas", "cold", "forest"];
if (!known.Contains(verb))
{
    Console.Error.WriteLine($"Unknown verb '{verb}'. Use one of: {string.Join(", ", known)}; then optionally --path scalar|vector128|vector256|vector512, --rates FILE (gemm), --losses FILE (mlp, gpt).");
    return 2;
}

if (Option("--path") is { } path)
{
    Simd.Force(Enum.Parse<SimdPath>(path, ignoreCase: true));
}

if (verb == "cold")
{
    // What a user waits for before training is under way; tools/peers/cold_start.sh times the process.
    MlpProblem problem = new();
    double loss = 0;
    for (int step = 0; step < 10; step++)
    {
        loss = problem.Step();
    }

    Console.WriteLine(Text(loss, 6));
    return 0;
}

if (verb == "replicas")
{
    // Outside "all": it wants the machine for itself.
    ReplicaBenchmark.Run();
    return 0;
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
    MlpParts.Run(Report("mlp", () => timed.Step(), MlpProblem.Operations));
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

if (verb is "all" or "ctgan")
{
    CtganProblem problem = new();
    Report("ctgan", () => problem.Step(), CtganProblem.Operations, CtganProblem.DenseOperations, 60, 400);
}

if (verb is "all" or "vae")
{
    VaeProblem problem = new();
    Report("vae", () => problem.Step(), VaeProblem.Operations, VaeProblem.DenseOperations, 100, 1000);
}

if (verb is "all" or "elements")
{
    ElementsBenchmark.Run();
}

if (verb is "all" or "allocation")
{
    AllocationBenchmark.Run();
}

return 0;

string? Option(string name)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

static string Text(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);

double Report(string name, Action step, double operations, double dense = 0, int warm = 300, int samples = 3000)
{
    Timing timing = Timing.Of(step, warm, samples);
    long before = GC.GetAllocatedBytesForCurrentThread();
    int repeats = samples / 3;
    for (int i = 0; i < repeats; i++)
    {
        step();
    }

    double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)repeats;
    double rate = operations / timing.P10 * 1e-9;
    Console.WriteLine($"{name} us_per_step p10 {Text(timing.P10 * 1e6, 1)} median {Text(timing.Median * 1e6, 1)} best {Text(timing.Best * 1e6, 1)} steps_per_s {Text(1 / timing.P10, 0)} gflops {Text(rate, 1)} share_of_peak {Text(100 * rate / peak, 0)}%{(dense > 0 ? $" dense_share {Text(100 * dense / timing.P10 * 1e-9 / peak, 0)}%" : string.Empty)} bytes_per_step {Text(bytes, 1)}");
    return timing.P10;
}
