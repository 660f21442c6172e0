using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators;

/// <summary>
/// What every <see cref="IConditionalModel"/> promises. A generator joins by one line: a sealed class that derives from this one
/// and gives the generator, with settings small enough for a test.
/// </summary>
public abstract class ConditionalContract
{
    /// <summary>The generator under test.</summary>
    protected abstract ITabularGenerator Generator { get; }

    private static Table Mixed => ContractFits.Mixed;

    private IConditionalModel Fitted => Assert.IsAssignableFrom<IConditionalModel>(ContractFits.Of(GetType(), Generator));

    [Fact]
    public void WhatIsKnownComesBackAsItWasAndTheRestIsDrawn()
    {
        Table given = Mixed.Select(["site", "bmi"]).Take([.. Enumerable.Range(0, 120)]);
        Table drawn = Fitted.Sample(given, RandomStream.Of(2));
        Assert.Equal(Mixed.Columns.Select(c => (c.Name, c.Type)), drawn.Columns.Select(c => (c.Name, c.Type)));
        Assert.Equal(120, drawn.Rows);
        foreach (Column column in given.Columns)
        {
            Assert.All(Enumerable.Range(0, 120).Where(i => !column.IsMissing(i)), i =>
                Assert.Equal(column.TextAt(i), drawn[column.Name].TextAt(i)));
        }

        Assert.True(drawn["income"].ToNumbers().Distinct().Count() > 20);
        Assert.Equal(120, drawn["gone"].MissingCount);
    }

    [Fact]
    public void MissingCellsOfGivenColumnsAreImputedAndAbsentColumnsKeepTheirMissingValues()
    {
        Table given = Mixed.Without("bmi");
        Table drawn = Fitted.Sample(given, RandomStream.Of(2));
        Assert.True(given["visits"].MissingCount > 10);
        Assert.Equal(0, drawn["visits"].MissingCount);
        Assert.All(Enumerable.Range(0, drawn.Rows), i => Assert.InRange(drawn["visits"].NumberAt(i), 0, 22));

        // 15 % of bmi are missing: 60 of 400, five standard errors of 7.1 each side.
        Assert.InRange(drawn["bmi"].MissingCount, 24, 96);
    }

    [Fact]
    public void ARowWithNothingUnknownStaysItself()
    {
        Table whole = Mixed.Take(
            [.. Enumerable.Range(0, 200).Where(i => !Mixed["bmi"].IsMissing(i) && !Mixed["visits"].IsMissing(i))]);
        Assert.Equal(ContractTables.Cells(whole), ContractTables.Cells(Fitted.Sample(whole, RandomStream.Of(5))));
    }

    [Fact]
    public void TheSameStreamGivesTheSameRowsAndAnotherStreamOthers()
    {
        Table given = Mixed.Select(["sex"]);
        string[] first = ContractTables.Cells(Fitted.Sample(given, RandomStream.Of(3)));
        Assert.Equal(first, ContractTables.Cells(Fitted.Sample(given, RandomStream.Of(3))));
        Assert.NotEqual(first, ContractTables.Cells(Fitted.Sample(given, RandomStream.Of(4))));
    }

    [Fact]
    public void ALevelGivenMovesTheNumbersAndANumberGivenMovesTheLevels()
    {
        // The difference of mean bmi between the sexes in the data is about 3.9; of P(m) between high and low bmi about .6.
        int[] codes = [.. Enumerable.Range(0, 3000).Select(i => i % 2)];
        double[] bmi = Fitted.Sample(new Table([new BinaryColumn("sex", codes, ["f", "m"])]), RandomStream.Of(7))["bmi"].ToNumbers();
        double difference = Mean(bmi, i => codes[i] == 1) - Mean(bmi, i => codes[i] == 0);
        Assert.InRange(difference, 0.5 * 3.9, 1.5 * 3.9);

        double[] given = [.. codes.Select(c => c == 1 ? 32.0 : 22.0)];
        double[] sex = Fitted.Sample(new Table([new ContinuousColumn("bmi", given, 3)]), RandomStream.Of(8))["sex"].ToNumbers();
        Assert.InRange(Mean(sex, i => codes[i] == 1) - Mean(sex, i => codes[i] == 0), 0.3, 0.9);
    }

    [Fact]
    public void AnUnknownColumnOrLevelIsRefusedWithOneLine()
    {
        Table column = new([new ContinuousColumn("bmmi", [1, 2])]), level = new([new CategoricalColumn("site", [0], ["z"])]);
        string first = Assert.Throws<CausalLoomException>(() => Fitted.Sample(column, RandomStream.Of(1))).Message;
        string second = Assert.Throws<CausalLoomException>(() => Fitted.Sample(level, RandomStream.Of(1))).Message;
        Assert.Contains("bmi", first, StringComparison.Ordinal);
        Assert.Contains("site", second, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', first + second);
    }

    [Fact]
    public void NoRowsGivenAreNoRowsDrawn() =>
        Assert.Equal(0, Fitted.Sample(Mixed.Select(["sex"]).Take([]), RandomStream.Of(1)).Rows);

    private static double Mean(double[] values, Func<int, bool> where) => values.Where((x, i) => where(i) && !double.IsNaN(x)).Average();
}
