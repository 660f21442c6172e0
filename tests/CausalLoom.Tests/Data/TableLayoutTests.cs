using System.Text.Json.Nodes;
using CausalLoom.Data;

namespace CausalLoom.Tests.Data;

public sealed class TableLayoutTests
{
    private static readonly Table Source = new(
    [
        new ContinuousColumn("dose", [0.25, 1.5, double.NaN], 2),
        new IntegerColumn("visits", [3, 9, 5]),
        new BinaryColumn("sex", [0, 1, 0], ["f", "m"]),
        new CategoricalColumn("site", [0, -1, 2], ["a", "b", "c"]),
    ]);

    [Fact]
    public void DecodedNumbersBecomeProperColumns()
    {
        Table built = TableLayout.Of(Source).Build(
        [
            [-4, 1.23456, 99, double.NaN],
            [2.2, 5.6, 12, 3],
            [-3, 0.49, 0.51, 8],
            [1.6, double.NaN, -0.2, 2.4],
        ]);
        Assert.Equal(["0.25", "1.23", "1.5", ""], Texts(built, "dose"));
        Assert.Equal(["3", "6", "9", "3"], Texts(built, "visits"));
        Assert.Equal(["f", "f", "m", "m"], Texts(built, "sex"));
        Assert.Equal(["c", "", "a", "c"], Texts(built, "site"));
        Assert.Equal(Source.Columns.Select(c => c.Type), built.Columns.Select(c => c.Type));
    }

    [Fact]
    public void AMaskMakesValuesMissing()
    {
        Column built = TableLayout.Of(Source).Columns[0].Build([1, 1], [false, true]);
        Assert.Equal(1, built.MissingCount);
        Assert.True(built.IsMissing(1));
    }

    [Fact]
    public void NaNWhereNothingCanBeMissingIsADivergedModel()
    {
        ColumnLayout visits = TableLayout.Of(Source).Columns[1];
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => visits.Build([4, double.NaN]));
        Assert.Contains("'visits'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonGivesTheSameLayout()
    {
        TableLayout layout = TableLayout.Of(Source);
        TableLayout loaded = TableLayout.FromJson(JsonNode.Parse(layout.ToJson().ToJsonString()));
        Assert.Equal(layout.Columns.Count, loaded.Columns.Count);
        for (int j = 0; j < layout.Columns.Count; j++)
        {
            Assert.Equal(layout.Columns[j] with { Levels = [] }, loaded.Columns[j] with { Levels = [] });
            Assert.Equal(layout.Columns[j].Levels, loaded.Columns[j].Levels);
        }
    }

    [Fact]
    public void ColumnsWithoutValuesKeepTheirShape()
    {
        Table empty = new([new ContinuousColumn("x", [double.NaN, double.NaN]), new CategoricalColumn("c", [-1, -1], [])]);
        TableLayout layout = TableLayout.FromJson(JsonNode.Parse(TableLayout.Of(empty).ToJson().ToJsonString()));
        Table built = layout.Build([[double.NaN], [double.NaN]]);
        Assert.True(built["x"].IsMissing(0));
        Assert.True(built["c"].IsMissing(0));
    }

    [Theory]
    [InlineData("minimum", 100.0)]
    [InlineData("decimals", 40.0)]
    [InlineData("decimals", -1.0)]
    public void DamagedJsonIsRefused(string key, double value)
    {
        JsonObject json = TableLayout.Of(Source).ToJson();
        json["columns"]![0]![key] = value;
        Assert.Throws<CausalLoomException>(() => TableLayout.FromJson(json));
    }

    private static string[] Texts(Table table, string name) => [.. Enumerable.Range(0, table.Rows).Select(table[name].TextAt)];
}
