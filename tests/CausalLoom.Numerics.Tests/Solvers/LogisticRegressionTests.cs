using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

public sealed class LogisticRegressionTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("separated")]
    [InlineData("dollars")]
    [InlineData("collinear")]
    [InlineData("weighted")]
    public void AgreesWithScikitLearn(string name)
    {
        JsonNode c = SolverFixtures.Read("solvers.json")["logistic"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == name)!;
        Matrix x = SolverFixtures.Rows(c["x"]);
        double[] weights = c["w"] is null ? [] : SolverFixtures.Vector(c["w"]);
        LogisticFit fit = LogisticRegression.Fit(x, SolverFixtures.Vector(c["y"]), 1 / c["c"]!.GetValue<double>(), weights);
        Assert.True(fit.Converged);
        Assert.Equal(c["intercept"]!.GetValue<double>(), fit.Intercept, 1e-6);
        Assert.All(SolverFixtures.Vector(c["coefficients"]), (v, j) => Assert.Equal(v, fit.Coefficients[j], 1e-6));
        Assert.All(SolverFixtures.Vector(c["probabilities"]), (v, i) => Assert.Equal(v, fit.Predict(x)[i], 1e-7));
    }

    [Fact]
    public void WithoutCovariatesItIsTheLogitOfTheShare()
    {
        LogisticFit fit = LogisticRegression.Fit(new Matrix(4, 0), [1, 0, 0, 0]);
        Assert.Equal(Math.Log(1.0 / 3), fit.Intercept, 1e-10);
    }

    [Fact]
    public void WeightsAreRepetitions()
    {
        RandomStream stream = RandomStream.Of(3);
        Matrix x = new(30, 2);
        stream.FillNormal(x.Data);
        double[] y = [.. Enumerable.Range(0, 30).Select(i => stream.NextBernoulli(0.4) ? 1.0 : 0.0)];
        int[] twice = [.. Enumerable.Range(0, 30).SelectMany(i => Enumerable.Repeat(i, 1 + (i % 3)))];
        LogisticFit weighted = LogisticRegression.Fit(x, y, 1, [.. Enumerable.Range(0, 30).Select(i => 1.0 + (i % 3))]);
        LogisticFit repeated = LogisticRegression.Fit(x.TakeRows(twice), [.. twice.Select(i => y[i])], 1);
        Assert.Equal(weighted.Intercept, repeated.Intercept, 1e-9);
        Assert.All(weighted.Coefficients, (v, j) => Assert.Equal(v, repeated.Coefficients[j], 1e-9));
    }

    [Fact]
    public void SeparationWithoutAPenaltyEndsAndSeparates()
    {
        Matrix x = new(6, 1, [-3, -2, -1, 1, 2, 3]);
        LogisticFit fit = LogisticRegression.Fit(x, new double[] { 0, 0, 0, 1, 1, 1 }, 0);
        Assert.True(fit.Coefficients[0] > 5 && double.IsFinite(fit.Coefficients[0]));
    }

    [Fact]
    public void APathIsItsFits()
    {
        JsonNode c = SolverFixtures.Read("solvers.json")["logistic"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == "dollars")!;
        Matrix x = SolverFixtures.Rows(c["x"]);
        double[] y = SolverFixtures.Vector(c["y"]);
        LogisticFit[] path = LogisticRegression.Path(x, y, [100, 10, 0.1], new LogisticOptions(),
            cancellation: TestContext.Current.CancellationToken);
        Assert.All(new[] { 100, 10, 0.1 }, (l2, k) =>
            Assert.All(LogisticRegression.Fit(x, y, l2).Coefficients, (v, j) => Assert.Equal(v, path[k].Coefficients[j], 1e-9)));
    }

    [Fact]
    public void OneClassIsRefused()
    {
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1, [1, 2]), [1, 1]));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 1, [1, 2]), [1, 0], 1, [1, 0]));
    }

    [Fact]
    public void StandardisedPenaltyDoesNotKnowUnits()
    {
        RandomStream stream = RandomStream.Of(5);
        Matrix x = new(80, 3);
        stream.FillNormal(x.Data);
        double[] y = [.. Enumerable.Range(0, 80).Select(i => stream.NextBernoulli(LogisticRegression.Sigmoid(x[i, 0])) ? 1.0 : 0.0)];
        Matrix dollars = new(80, 3, [.. x.Data.Select((v, i) => i % 3 == 0 ? (v * 12345) + 1e6 : v)]);
        LogisticOptions options = new() { L2 = 20, StandardisedPenalty = true };
        double[] a = LogisticRegression.Fit(x, y, options, cancellation: TestContext.Current.CancellationToken).Predict(x), b =
            LogisticRegression.Fit(dollars, y, options, cancellation: TestContext.Current.CancellationToken).Predict(dollars);
        Assert.All(a, (v, i) => Assert.Equal(v, b[i], 1e-8));
    }

    // What is not finite is a caller's mistake, which must end: in an answer or in an error, not in steps without end.
    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1e308, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(0, double.NaN)]
    [InlineData(0, double.PositiveInfinity)]
    public void NumbersThatAreNotFiniteEnd(double value, double weight)
    {
        Matrix x = new(6, 2, [-3, 0, -2, 1, value, 1, 1, 0, -value, 0, 3, 1]);
        Exception? two = Record.Exception(() => LogisticRegression.Fit(x, new double[] { 0, 0, 0, 1, 1, 1 }, 1, [1, 1, 1, weight, 1, 1]));
        Exception? many = Record.Exception(() => MultinomialRegression.Fit(x, [0, 0, 1, 1, 2, 2], 3, 1, [1, 1, 1, weight, 1, 1],
            cancellation: TestContext.Current.CancellationToken));
        Assert.True(two is null or ArithmeticException or ArgumentException, $"{two}");
        Assert.True(many is null or ArithmeticException or ArgumentException, $"{many}");
    }
}
