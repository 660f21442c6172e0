using System.Globalization;
using CausalLoom.Benchmarks;
using CausalLoom.Numerics.Linear;

string verb = args.Length > 0 ? args[0] : "all";

// These do without the peak, want the machine or the options for themselves, and are outside "all".
switch (verb)
{
    case "forest":
        return ForestBenchmark.Run(args);
    case "replicas":
        ReplicaBenchmark.Run();
        return 0;
    case "cold":
        StepBenchmark.Cold();
        return 0;
}

if (Option("--path") is { } path)
{
    Simd.Force(Enum.Parse<SimdPath>(path, ignoreCase: true));
}

// One line a benchmark: its verb and what it does, given the peak and the reporter of steps.
(string Verb, Action<double, StepBenchmark> Run)[] benchmarks =
[
    ("gemm", (peak, _) => GemmBenchmark.Run(peak, Option("--rates"))),
    ("mlp", (_, steps) => steps.Mlp(Option("--losses"))),
    ("basicnet", (_, steps) => steps.Report("basicnet", new BasicNetProblem().Step, BasicNetProblem.Operations)),
    ("embedding", (_, steps) => steps.Report("embedding", new EmbeddingProblem().Step, EmbeddingProblem.Operations)),
    ("gpt", (peak, _) => GptBenchmark.Run(peak, verb == "gpt" ? Option("--losses") : null)),
    ("ctgan", (_, steps) => Ctgan(steps)),
    ("vae", (_, steps) => Vae(steps)),
    ("elements", (_, _) => ElementsBenchmark.Run()),
    ("allocation", (_, _) => AllocationBenchmark.Run()),
];
if (verb != "all" && !benchmarks.Any(b => b.Verb == verb))
{
    Console.Error.WriteLine($"Unknown verb '{verb}'. Use one of: all, {string.Join(", ", benchmarks.Select(b => b.Verb))}, forest, "
        + $"replicas, cold; then optionally --path scalar|vector128|vector256|vector512, --rates FILE (gemm), --losses FILE (mlp, gpt).");
    return 2;
}

(double peak, double medianPeak) = PeakFma.Measure();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"peak_fma_gflops p10 {peak:F1} median {medianPeak:F1}; kernels {Simd.Path}; CPU time of one thread"));
foreach ((string _, Action<double, StepBenchmark> run) in benchmarks.Where(b => verb == "all" || verb == b.Verb))
{
    run(peak, new StepBenchmark(peak));
}

return 0;

string? Option(string name)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

static void Ctgan(StepBenchmark steps)
{
    CtganProblem problem = new();
    steps.Report("ctgan", () => problem.Step(), CtganProblem.Operations, CtganProblem.DenseOperations, 60, 400);
}

static void Vae(StepBenchmark steps)
{
    VaeProblem problem = new();
    steps.Report("vae", () => problem.Step(), VaeProblem.Operations, VaeProblem.DenseOperations, 100, 1000);
}
