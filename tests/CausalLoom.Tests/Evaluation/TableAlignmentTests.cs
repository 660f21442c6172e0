using CausalLoom.Data;
using CausalLoom.Evaluation;

namespace CausalLoom.Tests.Evaluation;

public sealed class TableAlignmentTests
{
    [Fact]
    public void LevelsGetTheRealCodesWhateverTheirOrderAndSpelling()
    {
        Table real = new([new CategoricalColumn("c", [0, 1, 2], ["1", "2", "x"]), new ContinuousColumn("n", [1, 2, 3])]);
        Table synthetic =
            new([new BinaryColumn("n", [0, 1, -1], ["4", "5.5"]), new CategoricalColumn("c", [0, 1, 2], ["new", "x", "2.0"])]);
        (Table a, Table b) = TableAlignment.Align(real, synthetic);
        DiscreteColumn left = (DiscreteColumn)a["c"], right = (DiscreteColumn)b["c"];
        Assert.Equal(["1", "2", "x", "new"], right.Levels);
        Assert.Equal(left.Levels, right.Levels);
        Assert.Equal([3, 2, 1], right.Codes);
        Assert.Equal([4, 5.5, double.NaN], b["n"].ToNumbers());
        Assert.Equal(6, TableAlignment.Stack(a, b).Rows);
    }

    [Fact]
    public void AThirdLevelTurnsATwoLevelColumnIntoACategoryOnBothSides()
    {
        Table real = new([new BinaryColumn("b", [0, 1], ["no", "yes"])]);
        Table synthetic = new([new CategoricalColumn("b", [0, 1, 2], ["no", "maybe", "yes"])]);
        (Table a, Table b) = TableAlignment.Align(real, synthetic);
        Assert.Equal(ColumnType.Categorical, a["b"].Type);
        Assert.Equal([0, 2, 1], ((DiscreteColumn)b["b"]).Codes);
    }

    [Fact]
    public void WhatIsAbsentOrTextIsRefused()
    {
        Table real = new([new ContinuousColumn("x", [1, 2])]);
        Assert.Contains("'x'", Assert.Throws<CausalLoomException>(() =>
            TableAlignment.Align(real, new Table([new ContinuousColumn("z", [1])]))).Message, StringComparison.Ordinal);
        Table text = new([new BinaryColumn("x", [0, 1], ["1", "high"])]);
        Assert.Contains("'high'", Assert.Throws<CausalLoomException>(() => TableAlignment.Align(real, text)).Message,
            StringComparison.Ordinal);
    }
}
