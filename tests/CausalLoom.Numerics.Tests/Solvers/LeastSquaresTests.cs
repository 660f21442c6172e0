using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

public sealed class LeastSquaresTests
{
    private static readonly JsonNode Fixture = SolverFixtures.Read("solvers.json")["linear"]!;

    [Theory]
    [InlineData("wls", 0)]
    [InlineData("ridge", 2.5)]
    public void AgreesWithStatsmodelsAndScikitLearn(string key, double l2)
    {
        double[] expected = SolverFixtures.Vector(Fixture[key]);
        LinearFit fit = LeastSquares.Fit(SolverFixtures.Rows(Fixture["x"]), SolverFixtures.Vector(Fixture["y"]), l2,
            SolverFixtures.Vector(Fixture["w"]));
        Assert.Equal(expected[0], fit.Intercept, 1e-8);
        Assert.All(fit.Coefficients, (v, j) => Assert.Equal(expected[j + 1], v, 1e-8));
    }

    [Fact]
    public void CollinearAndConstantColumnsShareOutTheirEffect()
    {
        Matrix x = new(5, 3, [1, 1, 7, 2, 2, 7, 3, 3, 7, 4, 4, 7, 6, 6, 7]);
        LinearFit fit = LeastSquares.Fit(x, [3, 5, 7, 9, 13]);
        Assert.Equal(1, fit.Intercept, 1e-10);
        Assert.Equal([1.0, 1.0, 0.0], fit.Coefficients.Select(v => Math.Round(v, 10)));
    }

    [Fact]
    public void StandardisedPenaltyDoesNotKnowUnits()
    {
        Matrix x = SolverFixtures.Rows(Fixture["x"]);
        double[] y = SolverFixtures.Vector(Fixture["y"]);
        Matrix cents = new(x.Rows, x.Columns, [.. x.Data.Select((v, i) => i % 3 == 1 ? (100 * v) + 3 : v)]);
        double[] a = LeastSquares.Fit(x, y, 10, standardisedPenalty: true).Predict(x);
        double[] b = LeastSquares.Fit(cents, y, 10, standardisedPenalty: true).Predict(cents);
        Assert.All(a, (v, i) => Assert.Equal(v, b[i], 1e-9));
    }
}
