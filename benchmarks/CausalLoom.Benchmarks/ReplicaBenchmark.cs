using System.Diagnostics;
using System.Globalization;

namespace CausalLoom.Benchmarks;

/// <summary>
/// Two networks trained side by side on two threads against one alone, in alternating rounds: how much more gets done in the
/// same wall time (meaningful on a quiet machine only) and how much more CPU time a step costs.
/// </summary>
internal static class ReplicaBenchmark
{
    private const int Rounds = 7, Steps = 2000;

    public static void Run()
    {
        List<Measurement> alone = [], both = [];
        for (int round = 0; round <= Rounds; round++)
        {
            Measurement one = Measure(1), two = Measure(2);
            if (round == 0)
            {
                continue;
            }

            alone.Add(one);
            both.Add(two);
            Console.WriteLine($"round {round}: 1 replica {Text(one.Wall)} us wall, {Text(one.Cpu)} us CPU a step; 2 replicas "
                + $"{Text(two.Wall)} us wall, {Text(two.Cpu)} us CPU a step");
        }

        double wall = Median(alone, m => m.Wall) / Median(both, m => m.Wall),
            cpu = (Median(both, m => m.Cpu) / Median(alone, m => m.Cpu)) - 1;
        double spared = alone.Min(m => m.Wall) / both.Min(m => m.Wall), spent = (both.Min(m => m.Cpu) / alone.Min(m => m.Cpu)) - 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"replicas throughput_ratio median {wall:F2} best {spared:F2} (must "
            + $"1.7, stretch 1.9; wall time, quiet machine only); cpu_per_step_rise median {100 * cpu:F1}% best {100 * spent:F1}% (must "
            + $"10%); waiting share of one replica {100 * (1 - (Median(alone, m => m.Cpu) / Median(alone, m => m.Wall))):F0}%"));
    }

    /// <summary>Microseconds of wall time a step of all replicas together, and median CPU time a step of a replica.</summary>
    private static Measurement Measure(int replicas)
    {
        double[] cpu = new double[replicas];
        using Barrier begin = new(replicas + 1), end = new(replicas + 1);
        Thread[] threads = [.. Enumerable.Range(0, replicas).Select(i => new Thread(() =>
        {
            MlpProblem problem = new();
            for (int step = 0; step < 200; step++)
            {
                problem.Step();
            }

            begin.SignalAndWait();
            cpu[i] = Timing.Of(() => problem.Step(), 0, Steps).Median * 1e6;
            end.SignalAndWait();
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        begin.SignalAndWait();
        long start = Stopwatch.GetTimestamp();
        end.SignalAndWait();
        double wall = Stopwatch.GetElapsedTime(start).TotalMicroseconds / (Steps * replicas);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return new Measurement(wall, cpu.Average());
    }

    private static double Median(List<Measurement> rounds, Func<Measurement, double> value) =>
        rounds.Select(value).Order().ElementAt(rounds.Count / 2);

    private static string Text(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private readonly record struct Measurement(double Wall, double Cpu);
}
