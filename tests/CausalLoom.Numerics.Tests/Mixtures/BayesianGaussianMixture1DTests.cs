using System.Text.Json;
using CausalLoom.Numerics.Mixtures;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Mixtures;

public sealed class BayesianGaussianMixture1DTests
{
    public static TheoryData<int> FixtureCases => [.. Enumerable.Range(0, 6)];

    [Theory]
    [MemberData(nameof(FixtureCases))]
    public void EqualsScikitLearnFromTheSameResponsibilities(int index)
    {
        JsonElement c = Fixture()[index];
        WeightedValues sample = WeightedValues.Of(Numbers(c, "values"), 4096);
        BayesianMixtureOptions options = new()
        {
            Components = c.GetProperty("components").GetInt32(),
            MaxIterations = c.GetProperty("iterations").GetInt32(),
            Tolerance = 0,
        };

        BayesianGaussianMixture1D mixture = BayesianGaussianMixture1D.Fit(sample, Numbers(c, "start"), options);

        Close(Numbers(c, "weights"), mixture.Weights, 1e-12);
        Close(Numbers(c, "means"), mixture.Means, 0);
        Close(Numbers(c, "variances"), mixture.Variances, 0);
        Close([c.GetProperty("lower_bound").GetDouble()], [mixture.LowerBounds[^1]], 0);
        double[] row = new double[options.Components];
        double[] expected = Numbers(c, "probabilities");
        double[] probe = Numbers(c, "probe");
        for (int i = 0; i < probe.Length; i++)
        {
            mixture.Responsibilities(probe[i], row);
            Close(expected[(i * row.Length)..((i + 1) * row.Length)], row, 1e-9);
        }
    }

    [Fact]
    public void LowerBoundNeverDecreases()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            RandomStream stream = RandomStream.Of(seed);
            double[] x = Draw(stream, 400, [0.2, 0.5, 0.3], [0, 3 * stream.NextNormal(), 8], [1, 0.3, 2]);
            IReadOnlyList<double> bounds = BayesianGaussianMixture1D.Fit(x, new BayesianMixtureOptions { Tolerance = 0 }).LowerBounds;
            for (int i = 1; i < bounds.Count; i++)
            {
                // The variance floor makes the M step inexact by about its own size.
                Assert.True(bounds[i] >= bounds[i - 1] - (1e-6 * Math.Abs(bounds[i])), $"seed {seed}: {bounds[i - 1]} then {bounds[i]}");
            }
        }
    }

    [Fact]
    public void RecoversSeparatedComponentsAndEmptiesTheOthers()
    {
        double[] x = Draw(RandomStream.Of(5), 3000, [0.25, 0.75], [-10, 5], [0.5, 1]);
        BayesianGaussianMixture1D mixture = BayesianGaussianMixture1D.Fit(x, new BayesianMixtureOptions { Components = 2 });
        int low = mixture.Means[0] < mixture.Means[1] ? 0 : 1;

        // Five standard errors: a false alarm in about one of a million seeds.
        Assert.InRange(mixture.Weights[low], 0.25 - 0.04, 0.25 + 0.04);
        Assert.InRange(mixture.Means[low], -10.1, -9.9);
        Assert.InRange(mixture.Means[1 - low], 4.9, 5.1);
        Assert.InRange(Math.Sqrt(mixture.Variances[1 - low]), 0.9, 1.1);

        BayesianGaussianMixture1D ten = BayesianGaussianMixture1D.Fit(x, new BayesianMixtureOptions { MaxIterations = 1000 });
        Assert.True(ten.Weights.Count(w => w > 0.05) < 8, string.Join(' ', ten.Weights));
    }

    [Fact]
    public void IsAffineEquivariantAndItsWeightsSumToOne()
    {
        double[] x = Draw(RandomStream.Of(8), 500, [0.5, 0.5], [0, 4], [1, 1]);
        BayesianGaussianMixture1D plain = BayesianGaussianMixture1D.Fit(x, new BayesianMixtureOptions());
        BayesianGaussianMixture1D scaled = BayesianGaussianMixture1D.Fit(Array.ConvertAll(x, v => 7 + (1000 * v)),
            new BayesianMixtureOptions());

        Assert.Equal(1, plain.Weights.Sum(), 12);
        Close(plain.Weights, scaled.Weights, 1e-6);
        Close(Array.ConvertAll(plain.Means, m => 7 + (1000 * m)), scaled.Means, 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void TakesConstantAndTinySamples(int rows)
    {
        double[] x = new double[rows];
        Array.Fill(x, 42.5);
        BayesianGaussianMixture1D mixture = BayesianGaussianMixture1D.Fit(x, new BayesianMixtureOptions());

        Assert.All(mixture.Means, m => Assert.Equal(42.5, m, 6));
        Assert.All(mixture.Variances, v => Assert.InRange(v, 0, 1e-6));
        Assert.Equal(1, mixture.Weights.Sum(), 12);
    }

    [Fact]
    public void PooledNeighboursGiveNearlyTheSameMixture()
    {
        double[] x = Draw(RandomStream.Of(11), 20000, [0.4, 0.6], [0, 6], [1, 2]);
        BayesianMixtureOptions two = new() { Components = 2 };
        BayesianGaussianMixture1D pooled = BayesianGaussianMixture1D.Fit(x, two with { MaxDistinct = 500 });
        BayesianGaussianMixture1D full = BayesianGaussianMixture1D.Fit(x, two with { MaxDistinct = 20000 });

        for (int k = 0; k < 2; k++)
        {
            Assert.Equal(full.Means[k], pooled.Means[k], 1e-2);
            Assert.Equal(full.Variances[k], pooled.Variances[k], 2e-2);
        }
    }

    private static void Close(double[] expected, double[] actual, double absolute)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = (1e-6 * Math.Abs(expected[i])) + absolute;
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}] {expected[i]:R} and {actual[i]:R}");
        }
    }

    private static double[] Draw(RandomStream stream, int rows, double[] weights, double[] means, double[] deviations)
    {
        double[] x = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            int k = stream.NextCategory(weights);
            x[i] = means[k] + (deviations[k] * stream.NextNormal());
        }

        return x;
    }

    private static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static JsonElement Fixture() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "bayesian_mixture.json"))).RootElement;
}
