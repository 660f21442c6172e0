using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

public sealed class OutcomeShapeTests
{
    private static readonly OutcomeShape Integer = new("y", ColumnType.Integer, [], null, 0, 9);

    [Fact]
    public void WholeNumbersKeepTheirMean()
    {
        // 100,000 draws of a value with mean 1.3 and SD .458; six standard errors: false-alarm rate 2e-9.
        double[] drawn = Integer.OnGrid([.. Enumerable.Repeat(1.3, 100_000)], RandomStream.Of(3));
        Assert.All(drawn, v => Assert.True(v is 1 or 2));
        Assert.InRange(drawn.Average(), 1.3 - (6 * 0.458 / Math.Sqrt(100_000)), 1.3 + (6 * 0.458 / Math.Sqrt(100_000)));
    }

    [Fact]
    public void DecimalsAreRoundedAndFreeValuesLeftAlone()
    {
        OutcomeShape oneDecimal = new("y", ColumnType.Continuous, [], 1, 0, 9), free = oneDecimal with { Decimals = null };
        Assert.Equal([0.1, 0.2], oneDecimal.OnGrid([0.12, 0.18], RandomStream.Of(1)));
        Assert.Equal([0.12, 0.18], free.OnGrid([0.12, 0.18], RandomStream.Of(1)));
    }

    [Fact]
    public void ShapesSurviveJsonAndBuildTheirColumns()
    {
        OutcomeShape binary = new("cured", ColumnType.Binary, ["no", "yes"], null, 0, 1);
        OutcomeShape loaded = OutcomeShape.FromJson(binary.ToJson());
        Assert.Equal("no,yes", string.Join(',', loaded.Levels));
        Assert.Equal("yes", loaded.Build([1.0, 0.0]).TextAt(0));
        Assert.Equal(Integer, OutcomeShape.FromJson(Integer.ToJson()) with { Levels = Integer.Levels });
        Assert.Throws<CausalLoomException>(() => OutcomeShape.FromJson(null));
    }
}
