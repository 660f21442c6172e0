using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Tests.Linear;

/// <summary>The float32 polynomials against float64, over dense grids, with the error in units in the last place.</summary>
public sealed unsafe class LaneMathTests
{
    [Fact]
    public void ExpIsWithinTwoUlp()
    {
        Check(x => Math.Exp(x), Exp, Grid(-86.9, 88.7), 2);
        Check(x => Math.Exp(x), Exp, Grid(-1e-3, 1e-3), 2);
        Assert.Equal([1, 0, 0, float.PositiveInfinity, float.PositiveInfinity],
            Exp([0, -88, float.NegativeInfinity, 88.8f, float.PositiveInfinity]));
        Assert.True(float.IsNaN(Exp([float.NaN])[0]));
    }

    [Fact]
    public void LogIsWithinTwoUlp()
    {
        Check(Math.Log, Log, [.. Grid(-87, 88).Select(x => (float)Math.Exp(x))], 2);
        Check(Math.Log, Log, Grid(0.5, 2), 2);
    }

    [Fact]
    public void ActivationsAreWithinAFewUlp()
    {
        float[] grid = [.. Grid(-20, 20), .. Grid(-1e-2, 1e-2), .. Grid(-80, 80)];
        Check(x => x > 0 ? x : Expm1(x), Of(Activation.Elu), grid, 3);
        Check(Math.Tanh, Of(Activation.Tanh), grid, 5);
        Check(x => 1 / (1 + Math.Exp(-x)), Of(Activation.Sigmoid), grid, 4);
        Check(x => x / (1 + Math.Exp(-x)), Of(Activation.Silu), grid, 5);
        Check(x => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x))), Of(Activation.Softplus), grid, 4);
        Check(x => Math.Max(x, 0), Of(Activation.Relu), grid, 0);
        Check(x => x > 0 ? x : 0.01f * (double)x, Of(Activation.LeakyRelu), grid, 1);
    }

    [Fact]
    public void ActivationsKeepTheirLimits()
    {
        float[] ends = [float.NegativeInfinity, -1e30f, 0, 1e30f, float.PositiveInfinity];
        Assert.Equal([-1, -1, 0, 1e30f, float.PositiveInfinity], Of(Activation.Elu)(ends));
        Assert.Equal([-1, -1, 0, 1, 1], Of(Activation.Tanh)(ends));
        Assert.Equal([0, 0, 0.5f, 1, 1], Of(Activation.Sigmoid)(ends));
        Assert.Equal([0, 0, (float)Math.Log(2), 1e30f, float.PositiveInfinity], Of(Activation.Softplus)(ends));
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            Assert.True(float.IsNaN(Of(activation)([float.NaN])[0]), $"{activation} hides a NaN");
        }
    }

    [Fact]
    public void CosSinFollowTheCircle()
    {
        float[] words = [.. Enumerable.Range(0, 100_003).Select(i => BitConverter.UInt32BitsToSingle((uint)(i * 42949u)))];
        float[] pairs = SimdPaths.Same(() => Run(words, 2 * words.Length, (x, y, n) => Simd.Run(new CosSinKernel(x, y, n))));
        for (int i = 0; i < words.Length; i++)
        {
            double angle = 2 * Math.PI * BitConverter.SingleToInt32Bits(words[i]) / (1L << 32);
            Assert.Equal(Math.Cos(angle), pairs[i], 3e-7);
            Assert.Equal(Math.Sin(angle), pairs[words.Length + i], 3e-7);
        }
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1;

    private static double Log1p(double x) => Math.Abs(x) < 1e-5 ? x - (x * x / 2) : Math.Log(1 + x);

    private static float[] Exp(float[] x) => SimdPaths.Same(() => Run(x, x.Length, (from, to, n) => ElementKernels.Exp(from, to, n)));

    private static float[] Log(float[] x) =>
        SimdPaths.Same(() => Run(x, x.Length, (from, to, n) => ActivationKernels.Map<LogMap>(from, to, n)));

    private static Func<float[], float[]> Of(Activation activation) =>
        x => SimdPaths.Same(() => Run(x, x.Length, (from, to, n) => ActivationKernels.Forward(activation, from, to, n)));

    private static float[] Grid(double from, double to) =>
        [.. Enumerable.Range(0, 50_003).Select(i => (float)(from + ((to - from) * i / 50_002)))];

    private static void Check(Func<double, double> exact, Func<float[], float[]> kernel, float[] grid, double ulps)
    {
        float[] values = kernel(grid);
        for (int i = 0; i < grid.Length; i++)
        {
            double expected = exact(grid[i]);
            if (Math.Abs(expected) < 2.4e-38)
            {
                // Below the normal numbers flushing to 0 is allowed.
                Assert.True(Math.Abs(values[i]) < 4e-38);
                continue;
            }

            double unit = MathF.BitIncrement(MathF.Abs((float)expected)) - (double)MathF.Abs((float)expected);
            Assert.True(Math.Abs(values[i] - expected) <= (ulps + 0.5) * unit,
                $"f({grid[i]:R}) = {values[i]:R}, not {expected:R}: {Math.Abs(values[i] - expected) / unit:F2} ulp");
        }
    }

    private delegate void Pass(float* from, float* to, int length);

    private static float[] Run(float[] x, int outputs, Pass pass)
    {
        float[] y = new float[outputs];
        fixed (float* from = x, to = y)
        {
            pass(from, to, x.Length);
        }

        return y;
    }

    private readonly struct LogMap : IMap
    {
        public static T Apply<T, TWide>(T x)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide> => LaneMath.Log<T, TWide>(x);
    }

    private readonly struct CosSinKernel(float* words, float* pairs, int length) : IKernel
    {
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (nint i = 0; i < length; i += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, length - i));
                T cosine = LaneMath.CosSin<T, TWide>(T.LoadMasked(words + i, mask), out T sine);
                T.StoreMasked(pairs + i, mask, cosine);
                T.StoreMasked(pairs + length + i, mask, sine);
            }
        }
    }
}
