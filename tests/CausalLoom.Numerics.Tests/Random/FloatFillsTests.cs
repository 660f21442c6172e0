using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Tests.Linear;

namespace CausalLoom.Numerics.Tests.Random;

/// <summary>Vectorised fills: equal on every path, made of the published Philox words, and of the right law.</summary>
public sealed unsafe class FloatFillsTests
{
    private const int Many = 200_000;

    private delegate void Fill(RandomStream stream, Span<float> values);

    [Fact]
    public void EveryPathGivesTheSameBitsAtEveryLength()
    {
        foreach (int length in new[] { 1, 15, 16, 63, 64, 65, 127, 1000 })
        {
            foreach (Fill fill in new Fill[] { FloatFills.FillUniform, FloatFills.FillNormal, FloatFills.FillGumbel, (s, v) =>
                s.FillDropoutMask(v, 0.3) })
            {
                SimdPaths.Same(() => Draw(fill, length));
            }
        }
    }

    [Fact]
    public void TheWordsAreThoseOfPhilox()
    {
        ulong key = 0x299f31d0a4093822, lane = 0x0370734413198a2e;
        uint* words = stackalloc uint[PhiloxWords.Words];
        foreach (ulong first in new[] { 0UL, 0xfffffff8UL, 0x85a308d3243f6a88UL })
        {
            foreach (SimdPath path in SimdPaths.Available)
            {
                PhiloxWords.Fill(path, key, lane, first, words);
                for (uint i = 0; i < PhiloxWords.Blocks; i++)
                {
                    ulong block = first + i;
                    (uint, uint, uint, uint) expected = Philox.Block((uint)block, (uint)(block >> 32), (uint)lane, (uint)(lane >> 32),
                        (uint)key, (uint)(key >> 32));
                    Assert.Equal(expected, (words[i], words[16 + i], words[32 + i], words[48 + i]));
                }
            }
        }
    }

    [Fact]
    public void AFillBeginsWhereTheLastOneEndedAndDependsOnTheStreamAlone()
    {
        RandomStream stream = RandomStream.Of(3).Child("x");
        float[] first = new float[100], second = new float[100], both = new float[228];
        stream.FillUniform(first);
        stream.FillUniform(second);
        RandomStream.Of(3).Child("x").FillUniform(both);

        // 100 values take two groups of 64, so the second fill begins at value 128.
        Assert.Equal(both[..100], first);
        Assert.Equal(both[128..], second);
        Assert.NotEqual(first, Draw(FloatFills.FillUniform, 100));
    }

    [Fact]
    public void UniformsNormalsAndGumbelsFollowTheirLaws()
    {
        // Kolmogorov–Smirnov on 200,000 draws: √n·D exceeds 2.8 with probability 2·exp(−2·2.8²) = 3e-7.
        Agree(Draw(FloatFills.FillUniform, Many), x => x);
        Agree(Draw(FloatFills.FillNormal, Many), x => MathNet.Numerics.Distributions.Normal.CDF(0, 1, x));
        Agree(Draw(FloatFills.FillGumbel, Many), x => Math.Exp(-Math.Exp(-x)));
        Assert.All(Draw(FloatFills.FillUniform, Many), x => Assert.InRange(x, 0, 0.99999994f));
    }

    [Fact]
    public void NormalPairsAreUncorrelatedAndTheirTailsAreThere()
    {
        // Correlations at six standard errors (2e-9); 200,000 normals hold 12.7 beyond ±4 (Poisson: 40 or more has 1e-9).
        float[] z = Draw(FloatFills.FillNormal, Many);
        foreach (int lag in new[] { 1, 16, 32, 64 })
        {
            double sum = 0, squares = 0;
            for (int i = 0; i + lag < Many; i++)
            {
                sum += z[i] * (double)z[i + lag];
                squares += z[i] * (double)z[i] * z[i + lag] * z[i + lag];
            }

            Assert.InRange(sum / Many, -6 / Math.Sqrt(Many), 6 / Math.Sqrt(Many));
            Assert.InRange(squares / Many, 1 - (6 * Math.Sqrt(8.0 / Many)), 1 + (6 * Math.Sqrt(8.0 / Many)));
        }

        Assert.InRange(z.Count(v => Math.Abs(v) > 4), 1, 40);
    }

    [Fact]
    public void DropoutMasksKeepTheRightShare()
    {
        foreach (double p in new[] { 0, 0.1, 0.5, 0.9 })
        {
            float[] mask = Draw((s, v) => s.FillDropoutMask(v, p), Many);
            double dropped = mask.Count(v => v == 0) / (double)Many;

            // Six standard errors: false-alarm rate 2e-9.
            Assert.InRange(dropped, p - (6 * Math.Sqrt(p * (1 - p) / Many)), p + (6 * Math.Sqrt(p * (1 - p) / Many)));
            Assert.All(mask, v => Assert.True(v == 0 || Math.Abs(v - (1 / (1 - p))) < 1e-5));
        }
    }

    private static float[] Draw(Fill fill, int length)
    {
        float[] values = new float[length];
        fill(RandomStream.Of(17).Child("fills"), values);
        return values;
    }

    private static void Agree(float[] draws, Func<double, double> cdf)
    {
        float[] sorted = [.. draws.Order()];
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double p = cdf(sorted[i]);
            distance = Math.Max(distance, Math.Max(Math.Abs(p - (i / (double)Many)), Math.Abs(p - ((i + 1) / (double)Many))));
        }

        Assert.True(Math.Sqrt(Many) * distance < 2.8, $"Kolmogorov–Smirnov statistic {Math.Sqrt(Many) * distance}");
    }
}
