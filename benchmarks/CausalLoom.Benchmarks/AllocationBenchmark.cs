using System.Globalization;

namespace CausalLoom.Benchmarks;

/// <summary>Managed bytes a warm step and garbage collections of 10,000 steps.</summary>
internal static class AllocationBenchmark
{
    private const int Steps = 10_000;

    public static void Run()
    {
        MlpProblem mlp = new();
        BasicNetProblem basicNet = new();
        EmbeddingProblem embedding = new();
        Report("mlp", () => mlp.Step());
        Report("basicnet", basicNet.Step);
        Report("embedding", embedding.Step);
    }

    private static void Report(string name, Action step)
    {
        for (int i = 0; i < 100; i++)
        {
            step();
        }

        int[] before = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Steps; i++)
        {
            step();
        }

        double each = (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / Steps;
        string verdict = each < 8192 && GC.CollectionCount(1) == before[1] ? "must met" : "below the must";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"allocation {name} bytes_per_step {each:F2}; "
            + $"collections in {Steps} steps: gen0 {GC.CollectionCount(0) - before[0]} gen1 {GC.CollectionCount(1) - before[1]} gen2 "
            + $"{GC.CollectionCount(2) - before[2]} (must < 8192 bytes, no gen1 or gen2): {verdict}"));
    }
}
