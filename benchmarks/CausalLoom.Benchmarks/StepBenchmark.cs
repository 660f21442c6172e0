using System.Globalization;

namespace CausalLoom.Benchmarks;

/// <summary>Times a training step and prints its speed, its share of the peak and what it allocates.</summary>
/// <param name="peak">The peak of this process, GFLOP/s.</param>
internal sealed class StepBenchmark(double peak)
{
    /// <summary>Prints one line; returns the tenth percentile in seconds.</summary>
    /// <param name="name">What is timed.</param>
    /// <param name="step">One step.</param>
    /// <param name="operations">Floating-point operations of a step.</param>
    /// <param name="dense">The same as if gathered one-hots were multiplied, or 0 where nothing is gathered.</param>
    /// <param name="warm">Steps before timing.</param>
    /// <param name="samples">Steps timed.</param>
    public double Report(string name, Action step, double operations, double dense = 0, int warm = 300, int samples = 3000)
    {
        Timing timing = Timing.Of(step, warm, samples);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int repeats = samples / 3;
        for (int i = 0; i < repeats; i++)
        {
            step();
        }

        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)repeats, rate = operations / timing.P10 * 1e-9;
        string denseShare = dense > 0 ? $" dense_share {Text(100 * dense / timing.P10 * 1e-9 / peak, 0)}%" : "";
        Console.WriteLine($"{name} us_per_step p10 {Text(timing.P10 * 1e6, 1)} median {Text(timing.Median * 1e6, 1)} best "
            + $"{Text(timing.Best * 1e6, 1)} steps_per_s {Text(1 / timing.P10, 0)} gflops {Text(rate, 1)} share_of_peak "
            + $"{Text(100 * rate / peak, 0)}%{denseShare} bytes_per_step {Text(bytes, 1)}");
        return timing.P10;
    }

    /// <summary>The MLP step and its parts; the losses of 1000 steps go to a file where one is named.</summary>
    public void Mlp(string? losses)
    {
        if (losses is not null)
        {
            MlpProblem problem = new();
            File.WriteAllLines(losses, Enumerable.Range(0, 1000).Select(_ => problem.Step().ToString("R", CultureInfo.InvariantCulture)));
        }

        MlpProblem timed = new();
        MlpParts.Run(Report("mlp", () => timed.Step(), MlpProblem.Operations));
    }

    /// <summary>What a user waits for before training is under way; tools/peers/cold_start.sh times the process.</summary>
    public static void Cold()
    {
        MlpProblem problem = new();
        double loss = 0;
        for (int step = 0; step < 10; step++)
        {
            loss = problem.Step();
        }

        Console.WriteLine(Text(loss, 6));
    }

    private static string Text(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);
}
