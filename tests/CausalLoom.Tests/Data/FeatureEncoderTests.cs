using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Tests.Data;

public sealed class FeatureEncoderTests
{
    private static readonly Table Mixed = new(
    [
        new ContinuousColumn("age", [1, 2, double.NaN, 5]),
        new BinaryColumn("x14", [0, 1, 1, -1], ["1", "2"]),
        new CategoricalColumn("site", [2, 0, 0, 1], ["A", "B", "C"]),
        new IntegerColumn("n", [4, 4, 4, 4]),
    ]);

    [Fact]
    public void DefaultStandardisesImputesAndMarksTheMissing()
    {
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(Mixed);
        Assert.Equal(["age", "age (missing)", "x14", "x14 (missing)", "site=A", "site=B", "site=C", "n"], encoder.FeatureNames);

        // Mean 8/3 and population deviation sqrt(26/9) of 1, 2, 5.
        double sd = Math.Sqrt(26.0 / 9);
        Assert.Equal((1 - (8.0 / 3)) / sd, x[0, 0], 14);
        Assert.Equal(0, x[2, 0], 14);
        Assert.Equal([0, 0, 1, 0], x.Column(1));
        Assert.Equal([0, 1, 1, 1], x.Column(2));
        Assert.Equal([0, 0, 0, 1], x.Column(3));
        Assert.Equal([0, 0, 1], x.Row(0)[4..7].ToArray());
        Assert.Equal([0, 1, 0], x.Row(3)[4..7].ToArray());
        Assert.Equal([0, 0, 0, 0], x.Column(7));
    }

    [Fact]
    public void RawKeepsNumbersAndLevelNumbers()
    {
        Matrix x = FeatureEncoder.FitEncode(Mixed.Take([0, 1]), FeatureOptions.Raw).Features;
        Assert.Equal([1, 1, 0, 0, 1, 4], x.Row(0).ToArray());
        Assert.Equal([2, 2, 1, 0, 0, 4], x.Row(1).ToArray());
    }

    [Fact]
    public void TreesSeeTheMissingAsNaN()
    {
        Matrix x = FeatureEncoder.FitEncode(Mixed, FeatureOptions.ForTrees).Features;
        Assert.Equal(6, x.Columns);
        Assert.Equal([1, 2, double.NaN, 5], x.Column(0));
        Assert.Equal([0, 1, 1, double.NaN], x.Column(1));
    }

    [Fact]
    public void DropFirstLeavesTheFirstLevelOut()
    {
        FeatureEncoder encoder = FeatureEncoder.Fit(Mixed.Select(["site"]), new FeatureOptions { DropFirst = true });
        Assert.Equal(["site=B", "site=C"], encoder.FeatureNames);
        Assert.Equal([0, 1, 0, 0, 0, 0, 1, 0], encoder.Encode(Mixed).Data);
    }

    [Fact]
    public void RareLevelsShareAFeatureBeyondTheLimit()
    {
        Table table = new([new CategoricalColumn("c", [3, 3, 1, 1, 1, 0, 2], ["a", "b", "c", "d"])]);
        FeatureEncoder encoder = FeatureEncoder.Fit(table, new FeatureOptions { MaxLevels = 2 });
        Assert.Equal(["c=b", "c=d", "c=(other)"], encoder.FeatureNames);
        Assert.Equal([0, 0, 1], encoder.Encode(table).Row(5).ToArray());
        Assert.Equal([0, 0, 1], encoder.Encode(table).Row(6).ToArray());
    }

    [Fact]
    public void AnotherTableIsEncodedByNameAndLevelText()
    {
        FeatureEncoder encoder = FeatureEncoder.Fit(Mixed, FeatureOptions.Raw);
        Table other = new(
        [
            new CategoricalColumn("site", [0, 1], ["Z", "A"]),
            new IntegerColumn("x14", [2, 1]),
            new BinaryColumn("n", [0, 1], ["3", "4"]),
            new ContinuousColumn("age", [7, 8]),
        ]);
        Matrix x = encoder.Encode(other);
        Assert.Equal([7, 0, 2, 0, 0, 0, 0, 3], x.Row(0).ToArray());
        Assert.Equal([8, 0, 1, 0, 1, 0, 0, 4], x.Row(1).ToArray());
    }

    [Fact]
    public void TextWhereNumbersWereFittedIsRefused()
    {
        FeatureEncoder encoder = FeatureEncoder.Fit(Mixed.Select(["age"]));
        Table other = new([new CategoricalColumn("age", [0], ["old"])]);
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => encoder.Encode(other));
        Assert.Contains("'old'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void JsonGivesTheSameEncoder(int options)
    {
        FeatureOptions chosen = new[] { FeatureOptions.Default, FeatureOptions.Raw, FeatureOptions.ForTrees }[options];
        FeatureEncoder encoder = FeatureEncoder.Fit(Mixed, chosen);
        FeatureEncoder loaded = FeatureEncoder.FromJson(JsonNode.Parse(encoder.ToJson().ToJsonString()));
        Assert.Equal(encoder.FeatureNames, loaded.FeatureNames);
        Assert.Equal(encoder.Encode(Mixed).Data, loaded.Encode(Mixed).Data);
    }

    [Fact]
    public void DamagedJsonIsRefused()
    {
        JsonObject json = FeatureEncoder.Fit(Mixed).ToJson();
        json["columns"]![2]!["slots"]![0] = 17;
        Assert.Throws<CausalLoomException>(() => FeatureEncoder.FromJson(json));
        Assert.Throws<CausalLoomException>(() => FeatureEncoder.FromJson(new JsonArray()));
    }

    [Fact]
    public void HugeNumbersDoNotOverflow()
    {
        Table table = new([new ContinuousColumn("big", [1e308, -1e308, 1.7e308])]);
        Matrix x = FeatureEncoder.FitEncode(table).Features;
        Assert.All(x.Data, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(0, x.Data.Sum(), 12);
        Assert.Equal(3, x.Data.Sum(value => value * value), 12);
    }

    [Fact]
    public void AffineUnitsDoNotChangeStandardisedFeatures()
    {
        double[] values = [3, -1, 4, 1.5, 9, 2.6];
        double[] a = FeatureEncoder.FitEncode(new Table([new ContinuousColumn("x", values)])).Features.Data;
        double[] b = FeatureEncoder.FitEncode(
            new Table([new ContinuousColumn("x", Array.ConvertAll(values, v => 1000 - (7 * v)))])).Features.Data;
        for (int i = 0; i < a.Length; i++)
        {
            Assert.Equal(a[i], -b[i], 11);
        }
    }
}
