using System.Globalization;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Benchmarks;

/// <summary>Matrix products over the sizes of tabular networks.</summary>
internal static unsafe class GemmBenchmark
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (100, 200, 25), (100, 100, 100), (100, 200, 200), (100, 100, 200), (100, 1, 100), (1000, 32, 32), (1000, 32, 25), (128, 128, 128),
        (128, 256, 256), (128, 300, 300), (500, 200, 25), (500, 500, 500), (500, 512, 512), (500, 100, 100), (512, 512, 512), (1024, 1024, 1024),
    ];

    public static void Run(double peak)
    {
        Console.WriteLine($"{"m,n,k",-16}{"NN",8}{"TN",8}{"NT",8}   GFLOP/s of CPU time, median (share of peak {peak.ToString("F0", CultureInfo.InvariantCulture)})");
        double logs = 0;
        foreach ((int m, int n, int k) in Sizes)
        {
            string line = $"{m},{n},{k}".PadRight(16);
            string share = "";
            foreach (GemmKind kind in Enum.GetValues<GemmKind>())
            {
                double rate = Rate(kind, m, n, k);
                logs += Math.Log(rate);
                line += rate.ToString("F1", CultureInfo.InvariantCulture).PadLeft(8);
                share += $" {(100 * rate / peak).ToString("F0", CultureInfo.InvariantCulture)}%";
            }

            Console.WriteLine($"{line}  {share}");
        }

        Console.WriteLine($"geometric mean {Math.Exp(logs / (3 * Sizes.Length)).ToString("F1", CultureInfo.InvariantCulture)}");
    }

    private static double Rate(GemmKind kind, int m, int n, int k)
    {
        PinnedFloats a = new(m * k), b = new(k * n), c = new(m * n);
        HashedNumbers.Fill(new Span<float>(a.Pointer, m * k), 1, 1);
        HashedNumbers.Fill(new Span<float>(b.Pointer, n * k), 2, 1);
        double operations = 2.0 * m * n * k;
        int calls = (int)Math.Clamp(2e7 / operations, 1, 2000);
        Timing timing = Timing.Of(() => Gemm.Multiply(kind, m, n, k, a.Pointer, b.Pointer, c.Pointer, false, null), 2 * calls, operations > 1e9 ? 11 : 101, calls);
        return operations / timing.Median * 1e-9;
    }
}
