using System.Text.Json;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Tests.Evaluation.Covariates;

public sealed class OneClassEmbeddingTests
{
    [Fact]
    public void FollowsTorchFromTheSameWeights()
    {
        JsonElement fixture = TestFixture.Element("one_class_embedding.json");
        double[] Numbers(string name) => [.. fixture.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];
        Matrix x = new(fixture.GetProperty("rows").GetInt32(), fixture.GetProperty("columns").GetInt32(), Numbers("x"));
        float[] start = Array.ConvertAll(Numbers("start"), v => (float)v);
        Matrix ours = OneClassEmbedding.Fit(x, FitContext.ForSeed(1), fixture.GetProperty("steps").GetInt32(), start).Embed(x);
        double[] torch = Numbers("embedded");
        for (int i = 0; i < torch.Length; i++)
        {
            // float32 over 60 steps; coordinates are of size 10.
            Assert.Equal(torch[i], ours.Data[i], 5e-3);
        }
    }

    [Fact]
    public void ABankIsSharedSeededAndIndependentOfThreads()
    {
        Matrix real = CovariatePropertyTests.Normal(80, 3, 1), synthetic = CovariatePropertyTests.Normal(60, 3, 2);
        EmbeddingScores one = EmbeddingBank.Fit(real, 3, FitContext.ForSeed(5)).Score(synthetic, FitContext.ForSeed(5));
        FitContext two = FitContext.ForSeed(5, threads: 2);
        EmbeddingBank bank = EmbeddingBank.Fit(real, 4, two);
        EmbeddingScores more = bank.Score(synthetic, two);
        Assert.Equal(one.Precisions, more.Precisions[..3]);
        Assert.Equal(one.Recalls, more.Recalls[..3]);
        Assert.Equal(more.Precisions, bank.Score(synthetic, two).Precisions);
        Assert.True(one.PrecisionSd > 0);
        Assert.NotEqual(one.Precisions, EmbeddingBank.Fit(real, 3, FitContext.ForSeed(6)).Score(synthetic, two).Precisions);
    }

    [Fact]
    public void ACopyScoresNearOneAndAnyUnitsGiveNumbers()
    {
        Matrix real = CovariatePropertyTests.Normal(120, 3, 3);
        EmbeddingScores copy = EmbeddingBank.Fit(real, 2, FitContext.ForSeed(1)).Score(real, FitContext.ForSeed(1));
        Assert.InRange(copy.Precision, 0.97, 1);
        Assert.InRange(copy.Recall, 0.97, 1);
        for (int i = 0; i < real.Rows; i++)
        {
            real[i, 0] *= 1e12;
            real[i, 1] *= 1e5;
        }

        EmbeddingScores huge = EmbeddingBank.Fit(real, 1, FitContext.ForSeed(1)).Score(real, FitContext.ForSeed(1));
        Assert.InRange(huge.Precision, 0.9, 1);
        Assert.InRange(huge.Recall, 0.5, 1);
    }
}
