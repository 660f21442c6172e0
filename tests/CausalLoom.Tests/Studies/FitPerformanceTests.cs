using System.Text.Json.Nodes;
using CausalLoom.Numerics.Random;
using CausalLoom.Studies;

namespace CausalLoom.Tests.Studies;

/// <summary>
/// Performance over several fits: an independent fixture, closed forms, and standard errors against their own sampling spread.
/// </summary>
public sealed class FitPerformanceTests
{
    /// <summary>600 studies of 20 fits × 10 replicates, in which fits differ as much as replicates do.</summary>
    private static readonly Lazy<IReadOnlyDictionary<string, Measured>[]> Studies =
        new(() => [.. Enumerable.Range(0, 600).Select(i => Drawn(RandomStream.Of(12).Child(i)))]);

    [Fact]
    public void TheFixtureOfAnotherLanguageAgrees()
    {
        JsonNode fixture = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "performance_fits.json")))!;
        double[] truths = Doubles(fixture["truth"]!);
        int?[] fits = [.. fixture["fit"]!.AsArray().Select(v => (int?)(int)v!)];
        IReadOnlyDictionary<string, Measured> found = FitPerformance.Of(
            [.. Doubles(fixture["estimate"]!).Zip(Doubles(fixture["se"]!), Interval)], truths, fits, Doubles(fixture["reference"]!));
        Assert.Equal(Performance.Names.Order(), found.Keys.Order());
        foreach (string name in Performance.Names)
        {
            Assert.Equal((double)fixture["measures"]![name]![0]!, found[name].Value, 1e-10);
            Assert.Equal((double)fixture["measures"]![name]![1]!, found[name].MonteCarloSe, 1e-10);
        }
    }

    // For means of equally large fits the jackknife is the deviation of fit means over √F.
    [Fact]
    public void WithEqualFitsTheErrorOfTheBiasIsThatOfFitMeans()
    {
        RandomStream stream = RandomStream.Of(1);
        double[] truths = [.. Enumerable.Range(0, 40).Select(i => 0.1 * (i % 5))];
        StudyEstimate[] estimates = [.. truths.Select(t => Interval(t + stream.NextNormal(), 1))];
        int?[] fits = [.. Enumerable.Range(0, 40).Select(i => (int?)(i % 5) + 1)];
        IReadOnlyDictionary<string, Measured> found = FitPerformance.Of(estimates, truths, fits);
        double[] means =
            [.. Enumerable.Range(0, 5).Select(f => Enumerable.Range(0, 8).Average(k => estimates[f + (5 * k)].Estimate - truths[f]))];
        Assert.Equal(means.Average(), found["bias"].Value, 1e-12);
        Assert.Equal(Performance.EmpiricalSe(means).Value / Math.Sqrt(5), found["bias"].MonteCarloSe, 1e-12);
        double[] covered = [.. Enumerable.Range(0, 5)
            .Select(f => Enumerable.Range(0, 8).Average(k => Math.Abs(estimates[f + (5 * k)].Estimate - truths[f]) <= 1.96 ? 1.0 : 0))];
        Assert.Equal(Performance.EmpiricalSe(covered).Value / Math.Sqrt(5), found["coverage"].MonteCarloSe, 1e-12);
    }

    [Fact]
    public void WithoutFitsNothingIsDifferent()
    {
        StudyEstimate[] estimates = [Interval(1, 1), Interval(2, 2), Interval(6, 2)];
        IReadOnlyDictionary<string, Measured> plain = Performance.Of(estimates, 2),
            found = FitPerformance.Of(estimates, [2, 2, 2], [null, null, null]);
        Assert.All(plain, m => Assert.Equal(m.Value, found[m.Key]));
        Assert.All(FitPerformance.Names, name => Assert.True(double.IsNaN(found[name].Value)));
        IReadOnlyDictionary<string, Measured> one = FitPerformance.Of(estimates, [2, 2, 2], [4, 4, 4]);
        Assert.Equal(plain["bias"], one["bias"]);
        Assert.Equal(plain["empirical_se"].Value, one["within_fit_se"].Value, 1e-12);
        Assert.True(double.IsNaN(one["between_fit_sd"].Value));
        Assert.All(FitPerformance.Of([], [], []).Values, m => Assert.True(double.IsNaN(m.Value)));
    }

    // 2,000 studies of 60 pairs with correlation .8: the spread is known to 1.6 %, the band is over five of its errors wide.
    [Fact]
    public void TheErrorOfAPrecisionGainIsItsSpread()
    {
        List<double> values = [], errors = [];
        for (int study = 0; study < 2000; study++)
        {
            RandomStream stream = RandomStream.Of(14).Child(study);
            double[] a = new double[60], b = new double[60];
            for (int i = 0; i < 60; i++)
            {
                b[i] = stream.NextNormal();
                a[i] = 1.5 * ((0.8 * b[i]) + (0.6 * stream.NextNormal()));
            }

            Measured m = Performance.PrecisionGain(a, b);
            values.Add(m.Value);
            errors.Add(m.MonteCarloSe * m.MonteCarloSe);
        }

        double mean = values.Average(), spread = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        Assert.InRange(Math.Sqrt(errors.Average()) / spread, 0.88, 1.12);
        Assert.InRange(mean, 125 - 5, 125 + 5 + (100 * 2.25 * 2 / 60));
    }

    // On the same data: none over itself, 300 per cent where errors are half as large.
    [Fact]
    public void PrecisionIsGainedOverTheFirstMethod()
    {
        double[] errors = [1, -2, 0.5, 3, -1];
        StudyEstimate[] estimates = [.. errors.Select(e => Interval(7 + (e / 2), 1))];
        IReadOnlyDictionary<string, Measured> found = FitPerformance.Of(estimates, [7, 7, 7, 7, 7], new int?[5],
            [.. errors.Select(e => 7 + e)]);
        Assert.Equal(300, found["precision_gain"].Value, 1e-9);
        Assert.Equal(0, found["precision_gain"].MonteCarloSe, 1e-4);
        Assert.Equal(0, FitPerformance.Of(estimates, [7, 7, 7, 7, 7], new int?[5],
            [.. estimates.Select(e => e.Estimate)])["precision_gain"].Value, 1e-9);
        Assert.True(double.IsNaN(FitPerformance.Of(estimates, [7, 7, 7, 7, 7], new int?[5])["precision_gain"].Value));
        Assert.Throws<ArgumentException>(() => Performance.PrecisionGain([1], [1, 2]));
    }

    // Fit means 0 and 0 with spread within: the estimate of what fits add is at its bound, of which a jackknife knows no error.
    [Fact]
    public void WhatFitsAddIsNotBelowZero()
    {
        StudyEstimate[] estimates = [Interval(-1, 1), Interval(1, 1), Interval(-2, 1), Interval(2, 1)];
        IReadOnlyDictionary<string, Measured> found = FitPerformance.Of(estimates, new double[4], [1, 1, 2, 2]);
        Assert.Equal(0, found["between_fit_sd"].Value);
        Assert.True(double.IsNaN(found["between_fit_sd"].MonteCarloSe));
        Assert.Equal(Math.Sqrt(5), found["within_fit_se"].Value, 1e-12);
    }

    // Whatever moves a fit's truth and its estimates alike is no error.
    [Fact]
    public void OnlyErrorsCount()
    {
        RandomStream stream = RandomStream.Of(5);
        int?[] fits = [.. Enumerable.Range(0, 30).Select(i => (int?)(i % 3) + 1)];
        StudyEstimate[] errors = [.. fits.Select(_ => Interval(stream.NextNormal(), 0.8))];
        double[] truths = [.. fits.Select(f => 10.0 * f!.Value)];
        IReadOnlyDictionary<string, Measured> still = FitPerformance.Of(errors, new double[30], fits);
        IReadOnlyDictionary<string, Measured> moved = FitPerformance.Of([.. errors.Zip(truths, (e, t) => Interval(e.Estimate + t, 0.8))],
            truths, fits);
        Assert.All(Performance.Names.Where(n => n is not ("power" or "precision_gain")), name =>
        {
            Assert.Equal(still[name].Value, moved[name].Value, 1e-9);
            Assert.Equal(still[name].MonteCarloSe, moved[name].MonteCarloSe, 1e-9);
        });
        Assert.Equal(1, moved["power"].Value);
    }

    // The spread of a measure over 600 studies is known to 2.9 %; a band of 15 % is over five of its errors wide. Standard errors that took
    // replicates to be independent would be √(1 + 9 · ½) = 2.3 times too small for the bias.
    [Theory]
    [InlineData("bias")]
    [InlineData("empirical_se")]
    [InlineData("model_se")]
    [InlineData("relative_error_model_se")]
    [InlineData("mse")]
    [InlineData("rmse")]
    [InlineData("coverage")]
    [InlineData("power")]
    [InlineData("within_fit_se")]
    [InlineData("between_fit_sd")]
    public void TheMonteCarloStandardErrorIsTheSpreadOverStudies(string name)
    {
        Measured[] measured = [.. Studies.Value.Select(study => study[name])];
        double mean = measured.Average(m => m.Value),
            spread = Math.Sqrt(measured.Sum(m => (m.Value - mean) * (m.Value - mean)) / (measured.Length - 1));
        Assert.InRange(Math.Sqrt(measured.Average(m => m.MonteCarloSe * m.MonteCarloSe)) / spread, 0.85, 1.15);
    }

    // The components themselves: 1 and 1 up to 5 errors of their means over 600 studies.
    [Fact]
    public void ComponentsOfVarianceAreFound()
    {
        IReadOnlyDictionary<string, Measured>[] studies = Studies.Value;
        double within = studies.Average(m => Math.Pow(m["within_fit_se"].Value, 2)),
            between = studies.Average(m => Math.Pow(m["between_fit_sd"].Value, 2));
        Assert.InRange(within, 1 - (5 * Math.Sqrt(2.0 / 180 / 600)), 1 + (5 * Math.Sqrt(2.0 / 180 / 600)));
        Assert.InRange(between, 1 - (5 * 1.1 * Math.Sqrt(2.0 / 19 / 600)), 1 + (5 * 1.1 * Math.Sqrt(2.0 / 19 / 600)));
    }

    private static IReadOnlyDictionary<string, Measured> Drawn(RandomStream stream)
    {
        double[] truths = [.. Enumerable.Range(0, 20).Select(_ => 0.5 * stream.NextNormal())],
            shifts = [.. truths.Select(_ => stream.NextNormal())];
        int[] fit = [.. Enumerable.Range(0, 200).Select(i => i % 20)];
        StudyEstimate[] estimates =
            [.. fit.Select(f => Interval(truths[f] + 0.3 + shifts[f] + stream.NextNormal(), 0.9 * Math.Exp(0.15 * stream.NextNormal())))];
        return FitPerformance.Of(estimates, [.. fit.Select(f => truths[f])], [.. fit.Select(f => (int?)f + 1)]);
    }

    private static StudyEstimate Interval(double estimate, double se) => new(estimate, se, estimate - (1.96 * se), estimate + (1.96 * se));

    private static double[] Doubles(JsonNode node) => [.. node.AsArray().Select(v => (double)v!)];
}
