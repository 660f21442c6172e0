using CausalLoom.Numerics.Neural;

namespace CausalLoom.Numerics.Tests.Neural;

public sealed class SinusoidalEmbeddingTests
{
    [Fact]
    public void WavesAreThoseOfTheFormula()
    {
        float[] waves = new float[8];
        SinusoidalEmbedding.Fill(3, waves);
        for (int i = 0; i < 4; i++)
        {
            double frequency = Math.Pow(10_000, -i / 4.0);
            Assert.Equal(Math.Cos(3 * frequency), waves[i], 1e-6);
            Assert.Equal(Math.Sin(3 * frequency), waves[4 + i], 1e-6);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(1000)]
    public void EveryPairLiesOnTheUnitCircleAndAnOddPlaceIsZero(double position)
    {
        float[] waves = new float[65];
        SinusoidalEmbedding.Fill(position, waves);
        Assert.All(Enumerable.Range(0, 32), i => Assert.Equal(1, (waves[i] * waves[i]) + (waves[32 + i] * waves[32 + i]), 1e-5));
        Assert.Equal(0, waves[64]);
    }
}
