using System.Globalization;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Benchmarks;

/// <summary>GFLOP/s of CPU time of matrix products, packing included, and their shares of the peak by group.</summary>
internal static unsafe class GemmBenchmark
{
    /// <summary>Prints a table; writes "m,n,k,kind,rate" lines to a file where one is named.</summary>
    public static void Run(double peak, string? file)
    {
        Console.WriteLine($"{"m,n,k",-16}{"NN",8}{"TN",8}{"NT",8}   GFLOP/s, median (share of peak {Text(peak, 0)})");
        List<(int M, int N, int K, double Rate)> rates = [];
        List<string> lines = [];
        foreach ((int m, int n, int k) in (IEnumerable<(int, int, int)>)[.. GemmSizes.Standard, .. GemmSizes.Small])
        {
            string text = $"{m},{n},{k}".PadRight(16), share = "";
            foreach (GemmKind kind in Enum.GetValues<GemmKind>())
            {
                double rate = Rate(kind, m, n, k);
                rates.Add((m, n, k, rate));
                lines.Add($"{m},{n},{k},{kind},{Text(rate, 3)}");
                text += Text(rate, 1).PadLeft(8);
                share += $" {Text(100 * rate / peak, 0)}%";
            }

            Console.WriteLine($"{text}  {share}");
        }

        Summarise(rates, peak);
        if (file is not null)
        {
            File.WriteAllLines(file, lines);
        }
    }

    private static void Summarise(List<(int M, int N, int K, double Rate)> rates, double peak)
    {
        foreach ((string name, double must, double stretch, Func<int, int, int, bool> holds) in GemmSizes.Groups)
        {
            double[] shares = [.. rates.Take(3 * GemmSizes.Standard.Length).Where(r => holds(r.M, r.N, r.K)).Select(r => r.Rate / peak)];
            string verdict = shares.Min() < must ? "below the must"
                : $"must met; {shares.Count(s => s >= stretch)} of {shares.Length} reach the stretch";
            Console.WriteLine($"group [{name}] worst {Text(100 * shares.Min(), 1)}% mean {Text(100 * Mean(shares), 1)}% of peak (must "
                + $"{Text(100 * must, 0)}%, stretch {Text(100 * stretch, 0)}%): {verdict}");
        }

        Console.WriteLine($"geometric mean {Text(Mean(rates.Take(3 * GemmSizes.Standard.Length).Select(r => r.Rate)), 1)}");
    }

    private static double Mean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));

    private static double Rate(GemmKind kind, int m, int n, int k)
    {
        PinnedFloats a = new(m * k), b = new(k * n), c = new(m * n);
        HashedNumbers.Fill(new Span<float>(a.Pointer, m * k), 1, 1);
        HashedNumbers.Fill(new Span<float>(b.Pointer, n * k), 2, 1);
        double operations = 2.0 * m * n * k;
        int calls = (int)Math.Clamp(2e7 / operations, 1, 2000);
        Timing timing = Timing.Of(() => Gemm.Multiply(kind, m, n, k, a.Pointer, b.Pointer, c.Pointer, false, null), 2 * calls,
            operations > 1e9 ? 11 : 101, calls);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
        return operations / timing.Median * 1e-9;
    }

    private static string Text(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);
}
