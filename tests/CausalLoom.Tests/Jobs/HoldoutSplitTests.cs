using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Jobs;

/// <summary>Rows kept out of a fit: the same share of each arm, the others for the fit.</summary>
public sealed class HoldoutSplitTests
{
    private static readonly CausalData Data = Rows(40, i => i % 4 == 0 ? 1 : 0);

    [Fact]
    public void EachArmKeepsOutItsShareAndNoRowIsInBoth()
    {
        HoldoutSplit split = HoldoutSplit.Of(Data, 0.3, RandomStream.Of(1));
        Assert.Equal((28, 12), (split.Training.Rows, split.Holdout!.Rows));
        Assert.Equal((7, 3), (split.Training.Treated, split.Holdout.Treated));
        Assert.Equal(split.HoldoutRows.Order(), split.HoldoutRows);
        Assert.Equal(split.HoldoutRows.Select(row => Data.Outcome[row]), split.Holdout.Outcome);
        Assert.Equal(Data.Outcome.Except(split.Holdout.Outcome), split.Training.Outcome);
        Assert.NotEqual(split.HoldoutRows, HoldoutSplit.Of(Data, 0.3, RandomStream.Of(2)).HoldoutRows);
    }

    [Fact]
    public void NothingIsKeptOutWhereNothingIsAsked()
    {
        HoldoutSplit split = HoldoutSplit.Of(Data, null, RandomStream.Of(1));
        Assert.Same(Data, split.Training);
        Assert.Equal((null, 0), (split.Holdout, split.HoldoutRows.Count));
    }

    [Theory]
    [InlineData(0.0, "‹holdout 0› is not between 0 and 0.9")]
    [InlineData(1.0, "‹holdout 1› is not between 0 and 0.9")]
    [InlineData(double.NaN, "is not between 0 and 0.9")]
    [InlineData(0.9, "fewer than two rows of arm '1'")]
    public void WhatLeavesTooLittleIsRefused(double fraction, string expected) => Assert.Contains(expected,
        Assert.Throws<CausalLoomException>(() => HoldoutSplit.Of(Data, fraction, RandomStream.Of(1))).Message, StringComparison.Ordinal);

    private static CausalData Rows(int rows, Func<int, int> arm) => CausalData.From(
        new Table(
        [
            new ContinuousColumn("x", [.. Enumerable.Range(0, rows).Select(i => i / 3.0)]),
            new BinaryColumn("w", [.. Enumerable.Range(0, rows).Select(arm)], ["0", "1"]),
            new ContinuousColumn("y", [.. Enumerable.Range(0, rows).Select(i => i / 7.0)]),
        ]),
        "w",
        "y");
}
