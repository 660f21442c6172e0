using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Margins;

public sealed class CategoryOffsetsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void AverageProbabilitiesBecomeTheFrequencies(double temperature)
    {
        const int draws = 500;
        RandomStream stream = RandomStream.Of(2);
        double[] logits = new double[draws * 4], p = new double[4], mean = new double[4];
        stream.FillNormal(logits);
        double[] frequencies = [0.7, 0.2, 0.099, 0.001];
        double[] offsets = CategoryOffsets.Fit(logits, frequencies, temperature);
        for (int i = 0; i < draws; i++)
        {
            CategoryOffsets.Probabilities(logits.AsSpan(4 * i, 4), offsets, temperature, p);
            for (int k = 0; k < 4; k++)
            {
                mean[k] += p[k] / draws;
            }
        }

        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(frequencies[k], mean[k], 1e-5);
        }
    }

    [Fact]
    public void LogitsThatIgnoreTheDrawGetTheClosedForm()
    {
        // With the same logits for every draw the offsets are log frequency − logit, up to a constant.
        double[] logits = [.. Enumerable.Repeat(new[] { 1.0, -2, 0.5 }, 20).SelectMany(x => x)];
        double[] offsets = CategoryOffsets.Fit(logits, [0.5, 0.25, 0.25], 1);
        Assert.Equal(Math.Log(0.25 / 0.5) - (-2 - 1), offsets[1] - offsets[0], 1e-6);
        Assert.Equal(Math.Log(0.25 / 0.25) - (0.5 + 2), offsets[2] - offsets[1], 1e-6);
    }

    [Fact]
    public void ACategoryThatNeverOccursIsNeverDrawn()
    {
        double[] offsets = CategoryOffsets.Fit([0, 0, 3, 1, 0, 2], [0.5, 0.5, 0], 1), p = new double[3];
        CategoryOffsets.Probabilities([0, 0, 3], offsets, 1, p);
        Assert.InRange(p[2], 0, 1e-9);
    }
}
