using System.Globalization;

namespace CausalLoom.Benchmarks;

/// <summary>Times the training step of <see cref="GptProblem"/>.</summary>
internal static class GptBenchmark
{
    private const int LossSteps = 40, Warm = 5, Samples = 60;

    /// <summary>Writes the first losses to a file, if one is given, and prints one line of timings.</summary>
    public static void Run(double peak, string? lossFile)
    {
        if (lossFile is not null)
        {
            GptProblem problem = new();
            File.WriteAllLines(
                lossFile, Enumerable.Range(0, LossSteps).Select(_ => problem.Step().ToString("R", CultureInfo.InvariantCulture)));
        }

        GptProblem timed = new();
        Timing timing = Timing.Of(() => timed.Step(), Warm, Samples);
        long before = GC.GetAllocatedBytesForCurrentThread();
        timed.Step();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        double rate = GptProblem.Operations / timing.P10 * 1e-9, causal = GptProblem.CausalOperations / timing.P10 * 1e-9;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"gpt us_per_step p10 {timing.P10 * 1e6:F1} median {timing.Median * 1e6:F1} best {timing.Best * 1e6:F1} gflops {rate:F1} "
                + $"share_of_peak {100 * rate / peak:F0}% (attention counted causal: {100 * causal / peak:F0}%) bytes_per_step {bytes}"));
    }
}
