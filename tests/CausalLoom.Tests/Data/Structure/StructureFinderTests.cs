using CausalLoom.Data;
using CausalLoom.Data.Structure;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Data.Structure;

/// <summary>Structure that decides the answer is found, and nothing is found in ordinary data.</summary>
public sealed class StructureFinderTests
{
    private const int N = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OrdinaryDataHaveNone(int seed)
    {
        Assert.Empty(StructureFinder.Of(Data(seed, (x, y) => y)));
        Assert.Empty(StructureFinder.Of(Data(seed, (x, y) => y > 0 ? 1 : 0)));
        Assert.Empty(StructureFinder.Of(Data(seed, (x, y) => Math.Round(y))));
    }

    [Fact]
    public void AnOutcomeThatFollowsFromCovariatesIsFoundWithItsFormula()
    {
        AssertFollows(x => x[1] - x[0], "'b' − 'a'", decimals: 1);
        AssertFollows(x => (2 * x[0]) + x[2] - 5, "2 × 'a' + 'c' − 5", decimals: 2);
        AssertFollows(x => Math.Round(x[1] - x[0]), "'b' − 'a'", decimals: 0, scale: 40);
        AssertFollows(x => 100 * (x[1] - x[0]) / x[0], "'b' / 'a'", decimals: 3);
        AssertFollows(x => x[0] * x[1], "'a' × 'b'", decimals: null);
        AssertFollows(x => Math.Log(x[0]), "a function of 'a'", decimals: null);
        AssertFollows(x => x[1] > 12 ? 1 : 0, "a function of 'b'", decimals: 0);
        CausalData graded = Data(7, (x, y) => y);
        int[] grade = [.. graded.Outcome.Select(v => v < -1 ? 0 : v < 1 ? 2 : 1)];
        CausalData read = CausalData.From(graded.Covariates.With(new CategoricalColumn("grade", grade, ["low", "high", "mid"]),
            graded.Treatment.ToColumn(), new IntegerColumn("y", [.. grade.Select(g => (long)(10 * g * g))])), "w", "y");
        Assert.Contains("a function of 'grade'", Assert.Single(StructureFinder.Of(read), f => f.Forbids).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void CopiesSumsAndOneSidedColumnsAreFound()
    {
        CausalData data = Data(5, (x, y) => y, more: (columns, arm) =>
        [
            new ContinuousColumn("total", [.. columns[0].Zip(columns[1], (a, b) => a + b)]),
            new ContinuousColumn("scaled", [.. columns[2].Select(v => (v * 2.54) + 1)]),
            new CategoricalColumn("sex", [.. columns[3].Select(v => v > 0.5 ? 1 : 0)], ["F", "M", "X"]),
            new CategoricalColumn("gender", [.. columns[3].Select(v => v > 0.5 ? 2 : 1)], ["x", "female", "male"]),
            new ContinuousColumn("dose", [.. columns[0].Select((v, i) => arm[i] == 1 ? v : double.NaN)]),
            new ContinuousColumn("sessions", [.. columns[1].Select((v, i) => arm[i] == 1 && i % 5 > 0 ? v : 0)]),
            new ContinuousColumn("started", [.. columns[0].Select((v, i) => (1000 * arm[i]) + v)]),
        ]);
        IReadOnlyList<StructureFinding> found = StructureFinder.Of(data);
        Assert.Contains(found, f => f.Kind == StructureKind.Sum && f.Text.StartsWith("'total' is 'a' + 'b' in every row",
            StringComparison.Ordinal));
        Assert.Contains(found, f => f.Kind == StructureKind.Copy && f.Columns.SequenceEqual(["scaled", "c"]));
        Assert.Contains(found, f => f.Kind == StructureKind.Copy && f.Columns.Contains("gender"));
        Assert.Contains(found, f => f.Kind == StructureKind.OneArm && f.Columns.SequenceEqual(["dose"]));
        Assert.Contains(found, f => f.Kind == StructureKind.OneArm && f.Columns.SequenceEqual(["sessions"]));
        Assert.Contains(found, f => f.Kind == StructureKind.TellsTreatment && f.Columns.SequenceEqual(["started"]));
        Assert.DoesNotContain(found, f => f.Forbids);
    }

    [Fact]
    public void WhatFollowsTheOutcomeCloselyIsSuspected()
    {
        RandomStream noise = RandomStream.Of(8);
        CausalData data = Data(6, (x, y) => y);
        data = data.WithCovariates(data.Covariates.With(new ContinuousColumn("later", [.. data.Outcome.Select(v =>
            v + (0.05 * noise.NextNormal()))])));
        Assert.Equal(["later"], Assert.Single(StructureFinder.Of(data), f => f.Kind == StructureKind.NearOutcome).Columns);
    }

    [Fact]
    public void MoreColumnsThanRowsAndCopiesOfRowsAreCounted()
    {
        RandomStream stream = RandomStream.Of(3);
        Column[] columns = [.. Enumerable.Range(0, 60).Select(j => new ContinuousColumn($"x{j}", [.. Enumerable.Range(0, 40).Select(_ =>
            stream.NextNormal())]))];
        Table table = new([.. columns, new BinaryColumn("w", [.. Enumerable.Range(0, 40).Select(i => i % 2)], ["0", "1"]),
            new ContinuousColumn("y", [.. Enumerable.Range(0, 40).Select(_ => stream.NextNormal())])]);
        Assert.Contains(StructureFinder.Of(CausalData.From(table, "w", "y")), f => f.Kind == StructureKind.TooManyColumns);
        CausalData twice = Data(9, (x, y) => y);
        int[] rows = [.. Enumerable.Range(0, N), 4, 4, 7];
        Assert.StartsWith("3 of 303 rows are copies", Assert.Single(StructureFinder.Of(twice.Take(rows))).Text, StringComparison.Ordinal);
    }

    private static void AssertFollows(Func<double[], double> outcome, string formula, int? decimals, double scale = 1)
    {
        CausalData data = Data(4, (x, _) => outcome([.. x.Select(v => v * scale)]), decimals: decimals, scale: scale);
        StructureFinding found = Assert.Single(StructureFinder.Of(data), f => f.Forbids);
        Assert.Contains($"The outcome 'y' is {formula}", found.Text, StringComparison.Ordinal);
    }

    private static CausalData Data(int seed, Func<double[], double, double> outcome, Func<double[][], int[], Column[]>? more = null,
        int? decimals = null, double scale = 1)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[][] x = new double[4][];
        for (int j = 0; j < 4; j++)
        {
            x[j] = [.. Enumerable.Range(0, N).Select(_ => j == 3 ? Math.Round(stream.NextDouble())
                : Math.Round(10 + (3 * stream.NextNormal()), 1))];
        }

        int[] arm = [.. Enumerable.Range(0, N).Select(i => stream.NextDouble() < 1 / (1 + Math.Exp(10 - x[0][i])) ? 1 : 0)];
        double[] y = [.. Enumerable.Range(0, N).Select(i =>
        {
            double[] row = [.. x.Select(column => column[i])];
            double value = outcome(row, row[0] - row[2] + arm[i] + (2 * stream.NextNormal()));
            return decimals is { } d ? Math.Round(value, d) : value;
        })];
        Column[] columns = [.. "abc".Select((name, j) => new ContinuousColumn(name.ToString(), [.. x[j].Select(v => v * scale)],
            scale == 1 ? 1 : 0)),
            new BinaryColumn("d", [.. x[3].Select(v => (int)v)], ["0", "1"]), .. more?.Invoke(x, arm) ?? []];
        bool two = y.Distinct().Take(3).Count() == 2;
        Column out0 = two ? new BinaryColumn("y", [.. y.Select(v => (int)v)], ["0", "1"]) : new ContinuousColumn("y", y, decimals);
        return CausalData.From(new Table([.. columns, new BinaryColumn("w", arm, ["0", "1"]), out0]), "w", "y");
    }
}
