using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Report.Charts;

namespace CausalLoom.Report.Tests.Charts;

public sealed class MarginTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void KolmogorovSmirnovEqualsItsDefinition(int seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] a = [.. Enumerable.Range(0, 57).Select(_ => Math.Round(4 * stream.NextNormal()))];
        double[] b = [.. Enumerable.Range(0, 91).Select(_ => Math.Round(4 * stream.NextNormal()) + .5 - (seed % 2 * .5))];
        double expected = a.Concat(b).Max(t => Math.Abs(a.Count(v => v <= t) / 57.0 - b.Count(v => v <= t) / 91.0));

        Assert.Equal(expected, MarginDistance.KolmogorovSmirnov(a, b), 12);
        Assert.Equal(expected, MarginDistance.KolmogorovSmirnov([.. b, double.NaN], a), 12);
    }

    [Fact]
    public void DistancesHaveTheirExtremes()
    {
        Assert.Equal(0, MarginDistance.KolmogorovSmirnov([1, 2, 3], [3, 2, 1]));
        Assert.Equal(1, MarginDistance.KolmogorovSmirnov([1, 2], [3, 4]));
        Assert.True(double.IsNaN(MarginDistance.KolmogorovSmirnov([double.NaN], [1])));
        Assert.Equal(.3, MarginDistance.TotalVariation([.5, .5, 0], [.2, .6, .2]), 12);
    }

    [Fact]
    public void LevelsAreMatchedByNameAndMissingValuesCounted()
    {
        BinaryColumn real = new("sex", [0, 0, 0, 1], ["f", "m"]);
        BinaryColumn synthetic = new("sex", [1, 0, 1, -1], ["m", "f"]);
        LevelMargin margin = Assert.IsType<LevelMargin>(MarginSummary.Of(real, synthetic));

        Assert.Equal(["f", "m"], margin.Levels);
        Assert.Equal([.75, .25], margin.RealShares);
        Assert.Equal([2 / 3.0, 1 / 3.0], margin.SyntheticShares);
        Assert.Equal(.75 - (2 / 3.0), margin.Distance, 12);
        Assert.Equal((0, .25), (margin.MissingReal, margin.MissingSynthetic));
        Assert.Equal("f: 75.0 %", margin.Real);
        Assert.Equal("f: 66.7 %", margin.Synthetic);
    }

    [Fact]
    public void RareLevelsAreShownAsOneAndNoMassIsLost()
    {
        string[] levels = [.. Enumerable.Range(0, 30).Select(k => $"l{k}"), "24 other levels"];
        int[] codes = [.. Enumerable.Range(0, 31).SelectMany(k => Enumerable.Repeat(k, k + 1))];
        LevelMargin margin = Assert.IsType<LevelMargin>(
            MarginSummary.Of(new CategoricalColumn("c", codes, levels), new CategoricalColumn("c", codes, levels)));

        Assert.Equal(8, margin.Levels.Length);
        Assert.Equal(8, margin.Levels.Distinct().Count());
        Assert.Equal("24 other levels (together)", margin.Levels[^1]);
        Assert.Equal("24 other levels", margin.Levels[0]);
        Assert.Equal(1, margin.RealShares.Sum(), 12);
        Assert.Equal(0, margin.Distance);
    }

    [Fact]
    public void TheWorstMatchComesFirstAndMissingnessCounts()
    {
        Table real = new([Numbers("same", 1, 2, 3, 4), Numbers("shifted", 1, 2, 3, 4), Numbers("gone", 1, 2, 3, 4)]);
        Table synthetic =
            new([Numbers("gone", double.NaN, double.NaN, double.NaN, 2.5), Numbers("shifted", 3, 4, 5, 6), Numbers("same", 4, 3, 2, 1)]);
        IReadOnlyList<Margin> margins = MarginSummary.WorstFirst(real, synthetic);

        Assert.Equal(["gone", "shifted", "same"], margins.Select(m => m.Name));
        Assert.Equal([.75, .5, 0], margins.Select(m => m.Mismatch));
        Assert.Equal("mean 2.50, SD 1.29", margins[1].Real);
        Assert.Equal("mean 4.50, SD 1.29", margins[1].Synthetic);
    }

    [Fact]
    public void ASideWithoutValuesIsTheWorstMatchAndBreaksNothing()
    {
        Margin margin = MarginSummary.Of(Numbers("x", 1, 2), Numbers("x", double.NaN, double.NaN));
        Assert.True(double.IsNaN(margin.Distance));
        Assert.Equal(1, margin.Mismatch);
        Assert.Equal("no values", margin.Synthetic);
    }

    private static ContinuousColumn Numbers(string name, params double[] values) => new(name, values);
}
