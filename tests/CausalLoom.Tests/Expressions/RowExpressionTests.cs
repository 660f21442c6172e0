using CausalLoom.Data;
using CausalLoom.Expressions;

namespace CausalLoom.Tests.Expressions;

/// <summary>Conditions on rows: three truth values as in R, levels by their text, errors with their place.</summary>
public sealed class RowExpressionTests
{
    private static readonly Table Rows = new([
        new IntegerColumn("age", [17, 18, 40, 0], [false, false, false, true]),
        new ContinuousColumn("bmi", [20.5, double.NaN, 31, 25]),
        new BinaryColumn("sex", [0, 1, 1, -1], ["F", "M"]),
        new BinaryColumn("born", [1, 1, 0, 0], ["M", "F"]),
        new CategoricalColumn("grade", [0, 1, 2, -1], ["1", "2", "10"]),
        new BinaryColumn("flag", [1, 0, 1, 1], ["FALSE", "TRUE"]),
        new ContinuousColumn("log cost", [1, 2, 3, 4])]);

    // 1 true, 0 false, ? missing.
    [Theory]
    [InlineData("age >= 18", "011?")]
    [InlineData("age >= 18 & bmi > 30", "0?10")]
    [InlineData("age >= 18 | bmi > 20", "1111")]
    [InlineData("!(age >= 18)", "100?")]
    [InlineData("is.na(bmi)", "0100")]
    [InlineData("!is.na(sex) & sex == \"F\"", "1000")]
    [InlineData("sex == 'F'", "100?")]
    [InlineData("sex != 'F'", "011?")]
    [InlineData("sex %in% c('F', 'M')", "1110")]
    [InlineData("sex == born", "101?")]
    [InlineData("sex != born", "010?")]
    [InlineData("grade > 1.5", "011?")]
    [InlineData("grade %in% c(1, 10)", "1010")]
    [InlineData("flag", "1011")]
    [InlineData("flag == FALSE", "0100")]
    [InlineData("`log cost` > mean(`log cost`)", "0011")]
    [InlineData("bmi == bmi", "1?11")]
    [InlineData("age > mean(age, na.rm = TRUE)", "001?")]
    [InlineData("ifelse(is.na(age), 1, age < 18) == 1", "1001")]
    [InlineData("(age - 20) %% 5 == 2", "100?")]
    [InlineData("TRUE", "1111")]
    public void ItHoldsAsInR(string text, string expected)
    {
        bool?[] holds = RowExpression.Parse(text, "‹where›").Holds(Rows);
        Assert.Equal(expected, string.Concat(holds.Select(h => h is null ? '?' : h.Value ? '1' : '0')));
    }

    [Theory]
    [InlineData("agee > 3", "‹where›: 'agee > 3': there is no column 'agee' at character 1 (here: »agee«); did you mean 'age'?")]
    [InlineData("age + 1", "‹where›: 'age + 1': this is a value and no condition at character 1 (here: »age + 1«); compare it")]
    [InlineData("age", "'age': this is a value and no condition at character 1")]
    [InlineData("'F'", "this is a value and no condition")]
    [InlineData("sex == 'W'", "the column 'sex' has no level 'W' at character 8 (here: »'W'«); its levels are \"F\", \"M\"")]
    [InlineData("log cost > 1", "an operator is missing before this at character 5")]
    [InlineData("fit(linear) > 0", "there is no function 'fit' at character 1")]
    [InlineData("mean(age) > 1", "mean(age) is NaN on these rows at character 1")]
    [InlineData("age >", "the expression ends where a value is due at character 6 (the end)")]
    public void WhatIsWrongIsSaidInOneLineAndWhere(string text, string message)
    {
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => RowExpression.Parse(text, "‹where›").Holds(Rows));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotNull(ExpressionProblem.Of(error));
    }

    [Fact]
    public void ALevelThatTheTableLacksIsOneThatNoRowHasWhereAskedFor()
    {
        Assert.Equal([true, true, true, null], RowExpression.Parse("sex != 'W'", "rule").Holds(Rows, anyLevel: true));
        Assert.Equal(["sex", "age"], RowExpression.Parse("sex == 'F' & age > 3 & sex != 'M'", "rule").Columns);
    }
}
