using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

/// <summary>The lasso against another search (tools/reference/lasso.py).</summary>
public sealed class LassoTests
{
    private static readonly JsonNode Fixture = SolverFixtures.Read("lasso.json");

    [Theory]
    [InlineData("plain")]
    [InlineData("weighted")]
    public void AgreesWithABoundedSearch(string which)
    {
        double[]? weights = which == "plain" ? null : SolverFixtures.Vector(Fixture["w"]);
        double[][] path = Lasso.Path(SolverFixtures.Rows(Fixture["x"]), SolverFixtures.Vector(Fixture["y"]),
            SolverFixtures.Vector(Fixture["fractions"]), weights);
        Assert.Equal(3, path.Length);
        for (int k = 0; k < path.Length; k++)
        {
            double[] expected = SolverFixtures.Vector(Fixture[which]![k]);
            Assert.All(expected, (b, j) => Assert.Equal(b, path[k][j], 1e-6));
            Assert.Equal(expected.Select(b => b != 0), path[k].Select(b => b != 0));
        }
    }

    [Fact]
    public void NoColumnIsInAtTheFirstPenaltyAndAConstantOneNeverIs()
    {
        double[][] path = Lasso.Path(new Matrix(4, 2, [1, 7, 2, 7, 3, 7, 5, 7]), [1, 2, 3, 5], [1, 0.01]);
        Assert.Equal([0.0, 0.0], path[0]);
        Assert.True(path[1][0] > 1);
        Assert.Equal(0, path[1][1]);
    }

    [Fact]
    public void TargetsMustBeAsManyAsRows() => Assert.Throws<ArgumentException>(() => Lasso.Path(new Matrix(3, 1), [1, 2], [0.5]));
}
