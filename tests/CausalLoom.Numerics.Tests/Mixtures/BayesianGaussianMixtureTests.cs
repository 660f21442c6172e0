using System.Text.Json;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Mixtures;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Mixtures;

public sealed class BayesianGaussianMixtureTests
{
    public static TheoryData<int> FixtureCases => [.. Enumerable.Range(0, 6)];

    [Theory]
    [MemberData(nameof(FixtureCases))]
    public void EqualsScikitLearnFromTheSameResponsibilities(int index)
    {
        JsonElement c = Fixture()[index];
        int d = c.GetProperty("dimension").GetInt32();
        double[] values = Numbers(c, "values");
        GaussianMixtureOptions options = new()
        {
            Components = c.GetProperty("components").GetInt32(),
            MaxIterations = c.GetProperty("iterations").GetInt32(),
            WeightConcentration = c.GetProperty("concentration") is { ValueKind: JsonValueKind.Number } given ? given.GetDouble() : null,
            Tolerance = 0,
        };

        BayesianGaussianMixture mixture = BayesianGaussianMixture.Fit(new Matrix(values.Length / d, d, values),
            Numbers(c, "start"), options);

        Close(Numbers(c, "weights"), mixture.Weights, 1e-12);
        Close(Numbers(c, "means"), mixture.Means.Data, 1e-9);
        Close(Numbers(c, "covariances"), [.. mixture.Covariances.SelectMany(m => m.Data)], 1e-9);
        Close([c.GetProperty("lower_bound").GetDouble()], [mixture.LowerBound], 0);
        Close(Numbers(c, "log_density"), [.. Numbers(c, "probe").Chunk(d).Select(x => mixture.LogDensity(x))], 1e-9);
    }

    [Fact]
    public void InOneDimensionItIsTheOneDimensionalMixture()
    {
        RandomStream stream = RandomStream.Of(4);
        double[] x = [.. Enumerable.Range(0, 200).Select(i => (i % 3 == 0 ? -4 : 2) + stream.NextNormal()).Order()];
        double[] start = new double[x.Length * 3];
        for (int i = 0; i < x.Length; i++)
        {
            start[(3 * i) + (i * 3 / x.Length)] = 1;
        }

        WeightedValues values = WeightedValues.Of(x, 4096);
        BayesianGaussianMixture1D one = BayesianGaussianMixture1D.Fit(values, [.. start], new BayesianMixtureOptions
            { Components = 3, WeightConcentration = 0.2, MaxIterations = 9, Tolerance = 0, VarianceFloor = 0 });
        BayesianGaussianMixture any = BayesianGaussianMixture.Fit(new Matrix(x.Length, 1, x), start, new GaussianMixtureOptions
            { Components = 3, WeightConcentration = 0.2, MaxIterations = 9, Tolerance = 0, Ridge = 0 });
        Close(one.Weights, any.Weights, 1e-9);
        Close(one.Means, any.Means.Data, 1e-9);
        Close(one.Variances, [.. any.Covariances.Select(m => m[0, 0])], 1e-9);
        Close([one.LowerBounds[^1]], [any.LowerBound], 1e-6);
    }

    [Fact]
    public void DrawsHaveTheMixturesMomentsAndComponentsComeInNoOrder()
    {
        BayesianGaussianMixture mixture = new([0.3, 0.7], new Matrix(2, 2, [-3, 0, 2, 1]),
            [new Matrix(2, 2, [1, 0.5, 0.5, 2]), new Matrix(2, 2, [0.5, -0.2, -0.2, 0.4])]);
        const int rows = 40_000;
        RandomStream stream = RandomStream.Of(7);
        double[] x = new double[rows], y = new double[rows], point = new double[2];
        for (int i = 0; i < rows; i++)
        {
            mixture.Draw(stream, point);
            (x[i], y[i]) = (point[0], point[1]);
        }

        // By hand: means (.5, .7); variances .3·1 + .7·.5 + .21·25 = 5.9 and .3·2 + .7·.4 + .21 = 1.09; covariance .15 − .14 + .21·5 =
        // 1.06.
        // Five standard errors.
        double mx = x.Average(), my = y.Average();
        Assert.InRange(mx, 0.5 - (5 * Math.Sqrt(5.9 / rows)), 0.5 + (5 * Math.Sqrt(5.9 / rows)));
        Assert.InRange(my, 0.7 - (5 * Math.Sqrt(1.09 / rows)), 0.7 + (5 * Math.Sqrt(1.09 / rows)));
        Assert.InRange(x.Average(v => (v - mx) * (v - mx)), 5.9 - 0.2, 5.9 + 0.2);
        Assert.InRange(x.Zip(y, (a, b) => (a - mx) * (b - my)).Average(), 1.06 - 0.07, 1.06 + 0.07);
        double order = x.Select((v, i) => (v - mx) * (i - (rows / 2.0))).Average() / (Math.Sqrt(5.9) * rows / Math.Sqrt(12));
        Assert.InRange(order, -5 / Math.Sqrt(rows), 5 / Math.Sqrt(rows));
    }

    [Fact]
    public void RecoversSeparatedComponentsAndEmptiesTheOthers()
    {
        RandomStream stream = RandomStream.Of(3);
        Matrix sample = new(2000, 3);
        for (int i = 0; i < sample.Rows; i++)
        {
            stream.FillNormal(sample.Row(i));
            sample[i, 0] += i % 4 == 0 ? 8 : 0;
        }

        BayesianGaussianMixture mixture = BayesianGaussianMixture.Fit(sample, new GaussianMixtureOptions { Components = 2, Starts = 3 },
            RandomStream.Of(1));
        int far = mixture.Means[0, 0] > mixture.Means[1, 0] ? 0 : 1;
        Assert.True(mixture.Converged);
        Assert.InRange(mixture.Weights[far], 0.245, 0.255);
        Assert.InRange(mixture.Means[far, 0], 7.7, 8.3);
        Assert.InRange(mixture.Covariances[1 - far][1, 1], 0.85, 1.15);
    }

    [Fact]
    public void TheSameStreamGivesTheSameMixtureAndMoreStartsAreNoWorse()
    {
        Matrix sample = Sample(300, 4);
        GaussianMixtureOptions options = new() { Components = 6 };
        BayesianGaussianMixture one = BayesianGaussianMixture.Fit(sample, options, RandomStream.Of(1)),
            again = BayesianGaussianMixture.Fit(sample, options, RandomStream.Of(1));
        Assert.Equal(one.Means.Data, again.Means.Data);
        Assert.True(BayesianGaussianMixture.Fit(sample, options with { Starts = 4 }, RandomStream.Of(1)).LowerBound >= one.LowerBound);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void TakesConstantAndTinySamples(int rows)
    {
        Matrix sample = new(rows, 3);
        Array.Fill(sample.Data, 42.5);
        BayesianGaussianMixture mixture = BayesianGaussianMixture.Fit(sample, new GaussianMixtureOptions(), RandomStream.Of(1));
        Assert.Equal(1, mixture.Weights.Sum(), 12);
        Assert.All(mixture.Means.Data, m => Assert.Equal(42.5, m, 6));
        Assert.All(mixture.Covariances, c => Assert.InRange(c[0, 0], 0, 1e-3));
    }

    [Fact]
    public void TakesPointsOnALine()
    {
        Matrix sample = new(60, 4);
        for (int i = 0; i < sample.Rows; i++)
        {
            sample.Row(i).Fill(i % 2 == 0 ? 1.5 : -0.5);
        }

        BayesianGaussianMixture mixture = BayesianGaussianMixture.Fit(sample, new GaussianMixtureOptions { Components = 5 },
            RandomStream.Of(1));
        Assert.Equal(0.5, Enumerable.Range(0, 5).Sum(k => mixture.Weights[k] * mixture.Means[k, 3]), 0.05);
    }

    private static Matrix Sample(int rows, int columns)
    {
        Matrix sample = new(rows, columns);
        RandomStream.Of(2).FillNormal(sample.Data);
        return sample;
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

    private static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static JsonElement Fixture() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "gaussian_mixture.json"))).RootElement;
}
