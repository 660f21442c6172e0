using CausalLoom.Benchmarks;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Tests.Linear;

public sealed unsafe class GemmTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 2, 1, 3 }, { 3, 5, 2 }, { 5, 16, 7 }, { 7, 17, 16 }, { 11, 31, 33 }, { 12, 32, 25 }, { 13, 33, 15 },
        { 23, 47, 17 }, { 100, 100, 26 }, { 100, 1, 100 }, { 19, 100, 1 }, { 25, 49, 64 }, { 9, 65, 401 }, { 3, 35, 1003 }, { 197, 530, 5 },
        { 1, 300, 77 }, { 300, 1, 77 }, { 1, 129, 300 }, { 130, 1, 129 }, { 1, 8, 1 }, { 64, 1, 128 }, { 1, 17, 16 }, { 40, 40, 32 },
            { 40, 32, 40 }, { 8, 128, 33 },
        { 521, 37, 9 }, { 30, 1060, 3 }, { 260, 257, 20 }, { 2, 2, 1300 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryPathGivesTheSameBitsAndTheFloat64Product(int m, int n, int k)
    {
        foreach (GemmKind kind in Enum.GetValues<GemmKind>())
        {
            foreach (string start in new[] { "zero", "accumulate", "bias" })
            {
                double[] expected = Reference(kind, m, n, k, start);
                float[] c = SimdPaths.Same(() => Product(kind, m, n, k, start));
                for (int i = 0; i < c.Length; i++)
                {
                    // Random-sign sums of k products below 1: rounding stays near 6e-8·√k·√k.
                    Assert.True(Math.Abs(c[i] - expected[i]) < 3e-7 * (k + 1), $"{kind} {start} [{i}]: {c[i]} for {expected[i]}");
                }
            }
        }
    }

    [Fact]
    public void ARowDoesNotDependOnTheOtherRowsOfItsBatch()
    {
        // Large batches pack the right-hand side, small ones read it in place, one row goes its own way.
        const int m = 521, n = 50, k = 700;
        float[] all = Product(GemmKind.NN, m, n, k, "bias");
        foreach (int rows in new[] { 1, 2, 7, 12, 37, 100, 511, 512, 513 })
        {
            Assert.Equal(all[..(rows * n)], Product(GemmKind.NN, rows, n, k, "bias"));
        }
    }

    [Fact]
    public void AColumnDoesNotDependOnTheOtherColumns()
    {
        // A single column is computed with rows in the lanes; it must agree with the same column of a wide product.
        const int m = 45, k = 150;
        float[] two = Product(GemmKind.NT, m, 2, k, "zero"), one = Product(GemmKind.NT, m, 1, k, "zero");
        Assert.Equal(one, Enumerable.Range(0, m).Select(i => two[2 * i]));
    }

    [Fact]
    public void NothingIsWrittenBeyondTheProduct()
    {
        foreach (SimdPath path in SimdPaths.Available)
        {
            foreach ((int m, int n) in new[] { (9, 21), (1, 21), (21, 1), (1, 130) })
            {
                PinnedFloats a = new(m * 40), b = new(40 * n), c = new((m * n) + 64);
                c.Span(c.Pointer, c.Length).Fill(-7);
                SimdPaths.On(path, () =>
                {
                    Gemm.Multiply(GemmKind.NN, m, n, 40, a.Pointer, b.Pointer, c.Pointer, false, null);
                    return 0;
                });
                KeepAlive(a, b);
                Assert.All(c.Span(c.Pointer, c.Length)[(m * n)..].ToArray(), v => Assert.Equal(-7, v));
            }
        }
    }

    [Fact]
    public void AMissingInstructionSetCannotBeForced()
    {
        Assert.Throws<PlatformNotSupportedException>(() => Simd.Force((SimdPath)((int)Simd.Best + 1)));
        Assert.Equal(Simd.Best, Simd.Path);
    }

    private static float[] Product(GemmKind kind, int m, int n, int k, string start)
    {
        PinnedFloats a = Filled(m * k, 1), b = Filled(k * n, 2), c = Filled(m * n, 3), bias = Filled(n, 4);
        Gemm.Multiply(kind, m, n, k, a.Pointer, b.Pointer, c.Pointer, start == "accumulate", start == "bias" ? bias.Pointer : null);
        KeepAlive(a, b, bias);
        return c.Span(c.Pointer, m * n).ToArray();
    }

    private static double[] Reference(GemmKind kind, int m, int n, int k, string start)
    {
        PinnedFloats a = Filled(m * k, 1), b = Filled(k * n, 2), c = Filled(m * n, 3), bias = Filled(n, 4);
        double[] result = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = start switch { "accumulate" => c.Pointer[(i * n) + j], "bias" => bias.Pointer[j], _ => 0 };
                for (int p = 0; p < k; p++)
                {
                    double x = a.Pointer[kind == GemmKind.TN ? (p * m) + i : (i * k) + p];
                    double y = b.Pointer[kind == GemmKind.NT ? (j * k) + p : (p * n) + j];
                    sum += x * y;
                }

                result[(i * n) + j] = sum;
            }
        }

        KeepAlive(a, b, c, bias);
        return result;
    }

    private static PinnedFloats Filled(int length, uint seed)
    {
        PinnedFloats values = new(length);
        HashedNumbers.Fill(values.Span(values.Pointer, length), seed, 1);
        return values;
    }

    /// <summary>An address alone does not keep its block: the collector may run on another thread.</summary>
    private static void KeepAlive(params PinnedFloats[] blocks) => GC.KeepAlive(blocks);
}
