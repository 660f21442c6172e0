using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

/// <summary>Isotonic regression against scikit-learn; the stacking fits against scipy's constrained optimisers.</summary>
public sealed class ConstrainedFitTests
{
    private static readonly JsonNode Fixture = SolverFixtures.Read("solvers.json");

    [Fact]
    public void IsotonicAgreesWithScikitLearn()
    {
        JsonNode c = Fixture["isotonic"]!;
        IsotonicRegression fit = IsotonicRegression.Fit(SolverFixtures.Vector(c["x"]), SolverFixtures.Vector(c["y"]),
            SolverFixtures.Vector(c["w"]));
        double[] at = SolverFixtures.Vector(c["at"]), values = SolverFixtures.Vector(c["values"]);
        Assert.All(at, (x, i) => Assert.Equal(values[i], fit.At(x), 1e-10));
        IsotonicRegression again = IsotonicRegression.FromKnots(fit.X, fit.Y);
        Assert.All(at, x => Assert.Equal(fit.At(x), again.At(x)));
        Assert.Throws<ArgumentException>(() => IsotonicRegression.FromKnots([1, 1], [0, 1]));
        Assert.Throws<ArgumentException>(() => IsotonicRegression.FromKnots([1, 2], [1, 0]));
    }

    [Fact]
    public void IsotonicKeepsWhatAscendsAndAveragesWhatDescends()
    {
        Assert.Equal([1.0, 2, 4], IsotonicRegression.Fit([1, 2, 3], [1, 2, 4]).Y);
        Assert.Equal(2.5, IsotonicRegression.Fit([3, 2, 1], [1, 2, 4.5], [1, 1, 1]).At(2), 1e-12);
    }

    [Fact]
    public void NonNegativeLogisticAgreesWithScipy()
    {
        JsonNode c = Fixture["nonnegative"]!;
        LogisticFit fit = NonNegativeLogistic.Fit(SolverFixtures.Rows(c["x"]), SolverFixtures.Vector(c["y"]), 2);
        Assert.All(SolverFixtures.Vector(c["theta"]), (v, j) => Assert.Equal(v, j < 3 ? fit.Coefficients[j] : fit.Intercept, 1e-5));
    }

    [Fact]
    public void ConvexWeightsAgreeWithScipy()
    {
        JsonNode c = Fixture["convex"]!;
        double[] weights = ConvexWeights.Fit(SolverFixtures.Rows(c["x"]), SolverFixtures.Vector(c["y"]));
        Assert.All(SolverFixtures.Vector(c["weights"]), (v, j) => Assert.Equal(v, weights[j], 1e-5));
        Assert.Equal(1, weights.Sum(), 1e-12);
    }

    [Fact]
    public void ConvexWeightsOfMembersWithoutErrorOrDifferenceAreStillWeights()
    {
        foreach (Matrix x in new[] { new Matrix(3, 2, [1, 1, 2, 2, 3, 3]), new Matrix(3, 2, [2, 2, 1, 1, 0, 0]) })
        {
            double[] weights = ConvexWeights.Fit(x, [1, 2, 3]);
            Assert.Equal([0.5, 0.5], weights.Select(w => Math.Round(w, 6)));
        }
    }
}
