using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation.Effect;

namespace CausalLoom.Tests.Evaluation.Effect;

public sealed class GroupRulesTests
{
    [Fact]
    public void LevelsAndHalvesAreGroupsWhereTheyAreLargeEnough()
    {
        // 60 rows; a: 0 … 59 with median 29.5; k: 30, 25 and 5 rows; c: mostly its largest value; m: missing in half of the rows.
        CausalData data = Rows(
            new ContinuousColumn("a", [.. Enumerable.Range(0, 60).Select(i => (double)i)]),
            new CategoricalColumn("k", [.. Enumerable.Range(0, 60).Select(i => i < 30 ? 0 : i < 55 ? 1 : 2)], ["p", "q", "r"]),
            new ContinuousColumn("c", [.. Enumerable.Range(0, 60).Select(i => i < 22 ? 0.0 : 1)]),
            new ContinuousColumn("m", [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? double.NaN : i)]));
        IReadOnlyList<RowGroup> groups = GroupRules.Subgroups(data, data, new Contrast(1, 0));
        Assert.Equal(["a ≤ 29.5", "a > 29.5", "k = p", "k = q", "c < 1", "c ≥ 1"], groups.Select(g => $"{g.Column} {g.Level}"));
        Assert.Equal(Enumerable.Range(0, 30), groups[0].Real);
        Assert.Equal(Enumerable.Range(30, 25), groups[3].Synthetic);
        Assert.Equal(22, groups[4].Real.Length);
    }

    [Fact]
    public void BandsAreTenthsOfTheRealPropensities()
    {
        double[] g = [.. Enumerable.Range(0, 100).Select(i => (i + 0.5) / 100)];
        IReadOnlyList<RowGroup> bands = GroupRules.PropensityBands(g, [0.01, 0.5, 0.999]);
        Assert.Equal(10, bands.Count);
        Assert.All(bands, band => Assert.Equal(10, band.Real.Length));
        Assert.Equal([0], bands[0].Synthetic);
        Assert.Equal([2], bands[9].Synthetic);
        Assert.Equal(100, bands.SelectMany(b => b.Real).Distinct().Count());
        Assert.Empty(GroupRules.PropensityBands([.. Enumerable.Repeat(0.5, 50)], [0.4]));

        // Ties stay together.
        IReadOnlyList<RowGroup> tied = GroupRules.PropensityBands(
            [.. Enumerable.Range(0, 60).Select(i => i < 30 ? 0.2 : i < 45 ? 0.5 : 0.8)], [0.2]);
        Assert.Equal([30, 15, 15], tied.Select(b => b.Real.Length));
    }

    private static CausalData Rows(params Column[] columns)
    {
        int[] arms = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1 : 0)];
        double[] y = new double[60];
        return new CausalData(new Table(columns), new TreatmentSpace("w", ["0", "1"]), arms, new ContinuousColumn("y", y), y);
    }
}
