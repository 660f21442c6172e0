using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CausalLoom.Benchmarks;

/// <summary>The most float32 operations a second that fused multiply-adds reach here: twelve independent chains in registers.</summary>
internal static class PeakFma
{
    private const int Rounds = 20_000;
    private static float s_sink;

    /// <summary>GFLOP/s of the calling thread on the widest registers: the fastest tenth and the median of 200 samples.</summary>
    public static (double P10, double Median) Measure()
    {
        (Action loop, int width) = Avx512F.IsSupported ? ((Action)Loop512, 16) : (Loop256, 8);
        Timing timing = Timing.Of(loop, 20, 200);
        double operations = 2.0 * 12 * Rounds * width;
        return (operations / timing.P10 * 1e-9, operations / timing.Median * 1e-9);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop512()
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(1e-3f);
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int round = 0; round < Rounds; round++)
        {
            a = Avx512F.FusedMultiplyAdd(a, x, y);
            b = Avx512F.FusedMultiplyAdd(b, x, y);
            c = Avx512F.FusedMultiplyAdd(c, x, y);
            d = Avx512F.FusedMultiplyAdd(d, x, y);
            e = Avx512F.FusedMultiplyAdd(e, x, y);
            f = Avx512F.FusedMultiplyAdd(f, x, y);
            g = Avx512F.FusedMultiplyAdd(g, x, y);
            h = Avx512F.FusedMultiplyAdd(h, x, y);
            i = Avx512F.FusedMultiplyAdd(i, x, y);
            j = Avx512F.FusedMultiplyAdd(j, x, y);
            k = Avx512F.FusedMultiplyAdd(k, x, y);
            l = Avx512F.FusedMultiplyAdd(l, x, y);
        }

        s_sink = Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop256()
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(1e-3f);
        Vector256<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        s_sink = Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l) + s_sink;
    }
}
