using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Rubin's rules against tools/reference/rubin.py (exact fractions), and at their limits.</summary>
public sealed class RubinPoolTests
{
    [Fact]
    public void PoolsAgreeWithExactFractions()
    {
        int pools = 0;
        foreach (JsonNode? one in TestFixture.Node("rubin.json")["pools"]!.AsArray())
        {
            RubinPool pool = RubinPool.Of(Numbers(one!["estimates"]!), Numbers(one["variances"]!),
                one["complete"]?.GetValue<double>() ?? double.PositiveInfinity);
            Same("estimate", pool.Estimate);
            Same("within", pool.Within);
            Same("between", pool.Between);
            Same("total", pool.Total);
            Same("df", pool.Freedom);
            Same("fmi", pool.MissingInformation);
            Same("upper", pool.Estimate + (RubinPool.Quantile(pool.Freedom, 0.975) * Math.Sqrt(pool.Total)));
            pools++;

            void Same(string key, double value) => Assert.Equal(1, value / one![key]!.GetValue<double>(), 1e-9);
        }

        Assert.Equal(6, pools);
    }

    [Fact]
    public void TablesThatAgreeAreTheCompleteData()
    {
        RubinPool pool = RubinPool.Of([2, 2, 2], [0.25, 0.25, 0.25], double.PositiveInfinity);
        Assert.Equal((2, 0.25, 0.0, double.PositiveInfinity, 0.0),
            (pool.Estimate, pool.Total, pool.Between, pool.Freedom, pool.MissingInformation));
        Assert.Equal(31.0 / 33 * 30, RubinPool.Of([2, 2], [0.25, 0.25], 30).Freedom, 1e-12);
    }

    [Fact]
    public void OneTableHasNoPool() => Assert.Throws<ArgumentException>(() => RubinPool.Of([1], [1], 10));

    private static double[] Numbers(JsonNode node) => [.. node.AsArray().Select(v => v!.GetValue<double>())];
}
