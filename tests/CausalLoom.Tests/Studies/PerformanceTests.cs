using System.Text.Json.Nodes;
using CausalLoom.Numerics.Random;
using CausalLoom.Studies;

namespace CausalLoom.Tests.Studies;

/// <summary>Performance measures against hand computation, an independent fixture, and their own sampling spread.</summary>
public sealed class PerformanceTests
{
    [Fact]
    public void ThreeReplicatesByHand()
    {
        // Estimates 1, 2, 6 of θ = 2: mean 3, deviation √7, squared errors 1, 0, 16; squared standard errors 1, 4, 4.
        StudyEstimate[] estimates = [Interval(1, 1), Interval(2, 2), Interval(6, 2)];
        IReadOnlyDictionary<string, Measured> m = Performance.Of(estimates, 2);
        Near(1, Math.Sqrt(7.0 / 3), m["bias"]);
        Near(Math.Sqrt(7), Math.Sqrt(7.0 / 4), m["empirical_se"]);
        Near(Math.Sqrt(3), Math.Sqrt(3 / (4 * 3 * 3.0)), m["model_se"]);
        Near(17.0 / 3, Math.Sqrt(
            (((1 - (17.0 / 3)) * (1 - (17.0 / 3))) + (17.0 / 3 * 17 / 3) + ((16 - (17.0 / 3)) * (16 - (17.0 / 3)))) / 6), m["mse"]);
        double ratio = Math.Sqrt(3.0 / 7);
        Near(100 * (ratio - 1), 100 * ratio * Math.Sqrt((3 / (4 * 3 * 9.0)) + 0.25), m["relative_error_model_se"]);

        // Without the first, second, third: √8, √8.5, √.5.
        double[] left = [Math.Sqrt(8), Math.Sqrt(8.5), Math.Sqrt(0.5)];
        double mean = left.Average();
        Near(Math.Sqrt(17.0 / 3), Math.Sqrt(2.0 / 3 * left.Sum(v => (v - mean) * (v - mean))), m["rmse"]);
        Near(2.0 / 3, Math.Sqrt(2.0 / 27), m["coverage"]);
        Near(1.0 / 3, Math.Sqrt(2.0 / 27), m["power"]);
        Near(2.0 / 3, Math.Sqrt(2.0 / 27), m["bias_eliminated_coverage"]);
    }

    [Fact]
    public void TheFixtureOfAnotherLanguageAgrees()
    {
        JsonNode fixture = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "performance.json")))!;
        double[] estimates = Doubles(fixture["estimate"]!), ses = Doubles(fixture["se"]!);
        StudyEstimate[] all = [.. estimates.Zip(ses, (e, s) => new StudyEstimate(e, s, e - (1.96 * s), e + (1.96 * s)))];
        IReadOnlyDictionary<string, Measured> m = Performance.Of(all, (double)fixture["truth"]!);
        foreach ((string name, JsonNode? expected) in fixture["measures"]!.AsObject())
        {
            Near((double)expected![0]!, (double)expected[1]!, name == "precision_gain"
                ? Performance.PrecisionGain(Doubles(fixture["reference"]!), estimates) : m[name]);
        }

        Assert.Equal(Performance.Default(fits: false).Count + 1, fixture["measures"]!.AsObject().Count);
    }

    // 2,000 studies of 60 normal estimates each: the spread of a measure over studies is what its Monte-Carlo standard error estimates.
    // The spread itself is known to 1.6 %; a band of 12 % is over five of its errors wide (and leaves room for second-order bias).
    [Theory]
    [InlineData("bias")]
    [InlineData("empirical_se")]
    [InlineData("model_se")]
    [InlineData("relative_error_model_se")]
    [InlineData("mse")]
    [InlineData("rmse")]
    [InlineData("coverage")]
    public void TheMonteCarloStandardErrorIsTheSpreadOverStudies(string name)
    {
        List<double> values = [], errors = [];
        for (int study = 0; study < 2000; study++)
        {
            RandomStream stream = RandomStream.Of(11).Child(study);
            StudyEstimate[] estimates = [.. Enumerable.Range(0, 60).Select(_ =>
            {
                double e = 0.3 + stream.NextNormal(), s = 0.9 * Math.Exp(0.15 * stream.NextNormal());
                return new StudyEstimate(e, s, e - (1.96 * s), e + (1.96 * s));
            })];
            Measured m = Performance.Of(estimates, 0)[name];
            values.Add(m.Value);
            errors.Add(m.MonteCarloSe * m.MonteCarloSe);
        }

        double mean = values.Average(), spread = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        Assert.InRange(Math.Sqrt(errors.Average()) / spread, 0.88, 1.12);
    }

    [Fact]
    public void WithoutATruthOnlyWhatNeedsNoneIsTold()
    {
        IReadOnlyDictionary<string, Measured> m = Performance.Of([Interval(1, 1), Interval(2, 1)], double.NaN);
        Assert.All(new[] { "bias", "mse", "rmse", "coverage" }, name =>
            Assert.True(double.IsNaN(m[name].Value) && double.IsNaN(m[name].MonteCarloSe)));
        Assert.Equal(Math.Sqrt(0.5), m["empirical_se"].Value, 12);
        Assert.All(Performance.Of([], 0).Values, measured => Assert.True(double.IsNaN(measured.Value)));
        Assert.True(double.IsNaN(Performance.Of([Interval(1, 1)], 0)["bias"].MonteCarloSe));
    }

    [Fact]
    public void ReplicatesNeededAreThoseOfMorrisWhiteAndCrowther()
    {
        // Coverage .95 to half a point: 1,900; at worst (.5): 10,000.
        Assert.Equal(1900, Performance.ReplicatesNeeded("coverage", Share(0.95, 400), 400, 0.005));
        Assert.Equal(10_000, Performance.ReplicatesNeeded("power", Share(0.5, 400), 400, 0.005));

        // Bias: (EmpSE/w)²; EmpSE: EmpSE²/(2w²) + 1.
        Assert.Equal(1600, Performance.ReplicatesNeeded("bias", new Measured(0, 2 / Math.Sqrt(100)), 100, 0.05));
        Assert.Equal(801, Performance.ReplicatesNeeded("empirical_se", new Measured(2, 2 / Math.Sqrt(198)), 100, 0.05));

        // No event in 98 replicates says less than "none are needed".
        Assert.Equal(396, Performance.ReplicatesNeeded("coverage", Share(1, 98), 98, 0.005));
        Assert.Null(Performance.ReplicatesNeeded("bias", Measured.Unknown, 100, 0.05));
    }

    private static Measured Share(double p, int n) => new(p, Math.Sqrt(p * (1 - p) / n));

    private static StudyEstimate Interval(double estimate, double se) => new(estimate, se, estimate - (1.5 * se), estimate + (1.5 * se));

    private static double[] Doubles(JsonNode node) => [.. node.AsArray().Select(v => (double)v!)];

    private static void Near(double value, double error, Measured found)
    {
        Assert.Equal(value, found.Value, 1e-10 * Math.Max(1, Math.Abs(value)));
        Assert.Equal(error, found.MonteCarloSe, 1e-10 * Math.Max(1, Math.Abs(error)));
    }
}
