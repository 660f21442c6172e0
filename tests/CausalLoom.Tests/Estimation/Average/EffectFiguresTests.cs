using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Level means, scales, the unadjusted contrast and subgroups against tools/reference/effect_figures.py.</summary>
public sealed class EffectFiguresTests
{
    private static readonly JsonNode Fixture = TestFixture.Node("effect_figures.json");
    private static readonly AverageEffectOptions Options = new() { Estimators = ["aipw"] };

    private static (CausalData Data, AverageEffects Effects) Given()
    {
        CausalData data = CausalData.From(new Table([new ContinuousColumn("x", Numbers("x")), new BinaryColumn("w", Whole("w"), ["0", "1"]),
            new BinaryColumn("y", Whole("y"), ["0", "1"])]), "w", "y").WithWeights(Numbers("s"));
        double[] g = Numbers("g");
        Nuisances nuisances = Nuisances.Of([Numbers("mu0"), Numbers("mu1")], LevelPropensities.OfTwo(g), PropensityClipping.Default);
        return (data, AverageEffects.Of(data, nuisances, Options));
    }

    [Fact]
    public void FiguresAreThoseOfTheirFormulas()
    {
        EffectFigures figures = Given().Effects.Effects[0].Figures!;
        Same("level", figures.Level);
        Same("reference", figures.Reference);
        Same("unadjusted", figures.Unadjusted);
        Same("difference", figures.RiskDifference!);
        Same("ratio", figures.RiskRatio!);
        Same("odds", figures.OddsRatio!);
        double[] difference = Numbers("difference");
        (double number, double lower, double upper, bool through) = figures.NumberNeeded!.Value;
        Assert.Equal(1 / difference[0], number, 1e-8 * Math.Abs(number));
        Assert.Equal(1 / difference[3], lower, 1e-8 * Math.Abs(lower));
        Assert.Equal(1 / difference[2], upper, 1e-8 * Math.Abs(upper));
        Assert.Equal(difference[2] < 0 && difference[3] > 0, through);
    }

    [Fact]
    public void SubgroupsAreThoseOfTheirFormulas()
    {
        (CausalData data, AverageEffects effects) = Given();
        Subgroups groups = Subgroups.By(new CategoricalColumn("group", Whole("group"), ["a", "b", "c"]));
        SubgroupEffects by = Assert.Single(SubgroupEffects.Of(data, groups, effects, Options));
        Assert.Equal(["a", "b", "c"], by.Groups.Select(g => g.Group));
        for (int k = 0; k < 3; k++)
        {
            Same(Fixture["groups"]![k]!, by.Groups[k].Effect!);
            Assert.Equal(Whole("group").Count(g => g == k), by.Groups[k].Rows);
        }

        Assert.Equal(Fixture["p_equal"]!.GetValue<double>(), by.EqualP, 1e-8);
    }

    [Fact]
    public void NumbersAreCutIntoQuartersAndMissingCellsAreAGroup()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => i == 7 ? double.NaN : i)];
        Subgroups quarters = Subgroups.By(new ContinuousColumn("age", values));
        Assert.Equal(5, quarters.Names.Count);
        Assert.Equal("missing", quarters.Names[^1]);
        Assert.Equal(4, quarters.Of[7]);
        int[] counts = [.. Enumerable.Range(0, 5).Select(g => quarters.Of.Count(of => of == g))];
        Assert.Equal(1, counts[4]);
        Assert.All(counts[..4], count => Assert.InRange(count, 9, 10));
        Subgroups few = Subgroups.By(new IntegerColumn("visits", [10, 2, 2, 10, 3]));
        Assert.Equal(["2", "3", "10"], few.Names);
        string one = Assert.Throws<CausalLoomException>(() => Subgroups.By(new IntegerColumn("one", [1, 1]))).Message;
        Assert.Contains("same in every row", one, StringComparison.Ordinal);
    }

    private static void Same(string name, EffectFigure figure) => Same(Fixture[name]!, figure);

    private static void Same(JsonNode expected, EffectFigure figure)
    {
        double[] of = [.. expected.AsArray().Select(v => v!.GetValue<double>())];
        Assert.Equal(of[0], figure.Estimate, 1e-8);
        Assert.Equal(of[1], figure.Se, 1e-8);
        Assert.Equal(of[2], figure.Lower, 1e-8);
        Assert.Equal(of[3], figure.Upper, 1e-8);
    }

    private static double[] Numbers(string name) => [.. Fixture[name]!.AsArray().Select(v => v!.GetValue<double>())];

    private static int[] Whole(string name) => [.. Fixture[name]!.AsArray().Select(v => v!.GetValue<int>())];
}
