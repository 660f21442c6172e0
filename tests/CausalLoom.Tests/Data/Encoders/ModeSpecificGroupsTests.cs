using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Random;
using CausalLoom.Tests.Generators;

namespace CausalLoom.Tests.Data.Encoders;

public sealed class ModeSpecificGroupsTests
{
    [Fact]
    public void DummyCodedSitesAreOneGroupAndIndependentColumnsNone()
    {
        Table table = Sites(600);
        ModeSpecificGroups groups = Find(table);
        Assert.Equal([1, 2, 4], Assert.Single(groups.Groups));

        // Site 1, site 2 or neither; the third column is missing where site 2.
        Assert.Equal(3, groups.Patterns(0));
        Assert.Equal(["x", "s1", "free", "age"], groups.Merge(table).Columns.Select(c => c.Name));
    }

    [Fact]
    public void MergingAndSplittingGivesTheTableBack()
    {
        Table table = Sites(300);
        ModeSpecificGroups groups = Find(table);
        ModeSpecificGroups loaded = ModeSpecificGroups.FromJson(JsonNode.Parse(groups.ToJson().ToJsonString()));
        Table back = loaded.Split(groups.Merge(table));
        Assert.Equal(table.Columns.Select(c => (c.Name, c.Type)), back.Columns.Select(c => (c.Name, c.Type)));
        Assert.Equal(ContractTables.Cells(table), ContractTables.Cells(back));
    }

    [Fact]
    public void IndependentColumnsAreNotGrouped()
    {
        // 190 pairs of independent two-level columns; under independence an empty cell that expects 20 rows has chance e^−20.
        RandomStream stream = RandomStream.Of(7);
        Column[] columns = [.. Enumerable.Range(0, 20).Select(j =>
            (Column)new BinaryColumn($"b{j}", [.. Enumerable.Range(0, 400).Select(_ => stream.NextBernoulli(0.3) ? 1 : 0)], ["0", "1"]))];
        Assert.Empty(Find(new Table(columns)).Groups);
    }

    [Fact]
    public void AGroupNeverHasMoreCombinationsThanAllowedOrThanATenthOfTheRows()
    {
        RandomStream stream = RandomStream.Of(9);
        int[] k = [.. Enumerable.Range(0, 900).Select(_ => stream.NextInt(12))];
        string[] twelve = [.. Enumerable.Range(0, 12).Select(i => $"l{i}")];
        Table table = new([
            new CategoricalColumn("k", k, twelve),
            new CategoricalColumn("same", [.. k.Select(v => 11 - v)], twelve),
            new CategoricalColumn("coarse", [.. k.Select(v => v / 4)], ["a", "b", "c"]),
        ]);
        Assert.Equal([0, 1, 2], Assert.Single(Find(table).Groups));
        Assert.Empty(ModeSpecificGroupFinder.Find(table, new ModeSpecificOptions(), 11).Groups);
        Assert.Empty(Find(table.Take([.. Enumerable.Range(0, 100)])).Groups);
    }

    [Fact]
    public void ADamagedGroupIsRefused()
    {
        JsonObject json = Find(Sites(300)).ToJson();
        json["groups"]![0]!["columns"]![0] = 99;
        Assert.Contains("damaged", Assert.Throws<CausalLoomException>(() => ModeSpecificGroups.FromJson(json)).Message,
            StringComparison.Ordinal);
    }

    private static ModeSpecificGroups Find(Table table) => ModeSpecificGroupFinder.Find(table, new ModeSpecificOptions(), 32);

    private static Table Sites(int rows)
    {
        RandomStream stream = RandomStream.Of(3);
        double[] x = new double[rows];
        stream.FillNormal(x);
        int[] site = [.. Enumerable.Range(0, rows).Select(_ => stream.NextInt(3))];
        return new Table([
            new ContinuousColumn("x", x),
            new BinaryColumn("s1", [.. site.Select(s => s == 1 ? 1 : 0)], ["0", "1"]),
            new BinaryColumn("s2", [.. site.Select(s => s == 2 ? 1 : 0)], ["no", "yes"]),
            new BinaryColumn("free", [.. site.Select(_ => stream.NextInt(2))], ["0", "1"]),
            new IntegerColumn("visit", [.. site.Select(s => s == 2 ? 0L : 5 + s)], [.. site.Select(s => s == 2)]),
            new IntegerColumn("age", [.. site.Select(_ => 20L + stream.NextInt(60))]),
        ]);
    }
}
