using System.Text.Json;
using CausalLoom.Generators.Copula;
using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Copula;

public sealed class HermiteScoresTests
{
    public static TheoryData<int> FixtureCases => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(FixtureCases))]
    public void CovarianceOfBinnedNormalsEqualsScipysRectangleProbabilities(int index)
    {
        JsonElement c = Fixture()[index];
        double rho = c.GetProperty("rho").GetDouble(), expected = c.GetProperty("covariance").GetDouble();
        HermiteScores a = HermiteScores.Of([0], Cuts(c, "first"), 40), b = HermiteScores.Of([0], Cuts(c, "second"), 40);
        Assert.Equal(expected, HermiteScores.Covariance(a.Coefficients, b.Coefficients, rho), 2e-5);
    }

    [Fact]
    public void MedianSplitsFollowTheArcsineLaw()
    {
        // P(both above the median) = ¼ + asin(ρ)/2π, and the score of a half is ±√(2/π).
        HermiteScores half = HermiteScores.Of([0], [double.NegativeInfinity, 0, double.PositiveInfinity], 60);
        foreach (double rho in new[] { -0.8, -0.3, 0.2, 0.7 })
        {
            double expected = 2 / Math.PI * 2 / Math.PI * Math.Asin(rho);
            Assert.Equal(expected, HermiteScores.Covariance(half.Coefficients, half.Coefficients, rho), 1e-4);
        }
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(-0.35)]
    public void TheCorrelationBehindTwoThresholdedColumnsIsRecovered(double rho)
    {
        const int rows = 40000;
        RandomStream stream = RandomStream.Of(17);
        int[] first = new int[rows], second = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double z = stream.NextNormal(), w = (rho * z) + (Math.Sqrt(1 - (rho * rho)) * stream.NextNormal());
            first[i] = z > 1 ? 1 : 0;
            second[i] = w < -0.5 ? 0 : w < 0.5 ? 1 : 2;
        }

        HermiteScores a = HermiteScores.Of(first, [double.NegativeInfinity, 1, double.PositiveInfinity], 40);
        HermiteScores b = HermiteScores.Of(second, [double.NegativeInfinity, -0.5, 0.5, double.PositiveInfinity], 40);

        // A polychoric correlation from 40,000 rows has a standard error of about 0.008; five of them.
        Assert.Equal(rho, HermiteScores.Correlation(a, b, 0.995), 0.04);
    }

    [Fact]
    public void AConstantColumnCorrelatesWithNothing()
    {
        HermiteScores constant = HermiteScores.Of([0, 0], [double.NegativeInfinity, double.PositiveInfinity], 10);
        HermiteScores half = HermiteScores.Of([0, 1], [double.NegativeInfinity, 0, double.PositiveInfinity], 10);
        Assert.Equal(0, HermiteScores.Correlation(constant, half, 0.995));
    }

    [Fact]
    public void NormalScoresAreTheNormalDistribution()
    {
        Assert.Equal(0.975, NormalScores.Cdf(1.959963984540054), 1e-12);
        Assert.Equal(1.959963984540054, NormalScores.Inverse(0.975), 1e-9);
        Assert.Equal(0.3989422804014327, NormalScores.Density(0), 1e-12);
    }

    private static double[] Cuts(JsonElement c, string name) =>
        [double.NegativeInfinity, .. c.GetProperty(name).EnumerateArray().Select(v => v.GetDouble()), double.PositiveInfinity];

    private static JsonElement Fixture() => TestFixture.Element("binned_normals.json");
}
