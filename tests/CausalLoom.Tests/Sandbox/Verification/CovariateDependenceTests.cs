using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Sandbox.Verification;

/// <summary>A lost dependence between two covariates is seen and named; independent samples of one law are not taken for it.</summary>
public sealed class CovariateDependenceTests
{
    private const int Rows = 1000, Drawn = 8000;
    private static readonly VerificationOptions Margins = new();

    [Fact]
    public void SamplesOfOneLawAreWithinNoise()
    {
        // Twenty pairs of samples at a rate of .001 each: one failure in fifty runs of this test, had its seeds not been fixed.
        for (int sample = 0; sample < 20; sample++)
        {
            CovariateDependence seen = CovariateDependence.Of(Cohort(Rows, 2 * sample), Cohort(Drawn, (2 * sample) + 1), Margins);
            Assert.Equal(0, seen.Largest);
            Assert.Empty(seen.Pair);
        }
    }

    [Fact]
    public void AColumnThatIsIndependentOfTheOthersIsNamed()
    {
        Table real = Normal(Rows, 0.6, 1), drawn = Normal(Drawn, 0, 2);
        CovariateDependence seen = CovariateDependence.Of(real, drawn, Margins);
        Assert.Equal("a with b", seen.Pair);

        // Three pairs, limit 3.4; SE .020 of the real side, .011 of the drawn.
        Assert.InRange(seen.Largest, 0.45, 0.6);
    }

    [Fact]
    public void MissingCellsAndRareLevelsAreNoDifference()
    {
        Table real = Holed(Normal(Rows, 0.6, 3), 4), drawn = Holed(Normal(Drawn, 0.6, 5), 6);
        Assert.Equal(0, CovariateDependence.Of(real, drawn, Margins).Largest);
        Assert.True(CovariateDependence.Of(real, Holed(Normal(Drawn, 0, 7), 8), Margins).Largest > 0.3);
    }

    [Fact]
    public void TheOrderOfRowsSaysNothing()
    {
        Table real = Cohort(Rows, 1), drawn = Cohort(Rows, 2);
        CovariateDependence seen = CovariateDependence.Of(real, drawn, Margins with { FalseAlarm = 0.999 });
        int[] order = RandomStream.Of(9).Permutation(Rows);
        Assert.Equal(seen.Largest, CovariateDependence.Of(real.Take(order), drawn, Margins with { FalseAlarm = 0.999 }).Largest, 10);
    }

    private static Table Cohort(int rows, int seed) =>
        new DemoSimulator().Draw(rows, RandomStream.Of(seed)).Table.Without("drug", "sbp_change");

    // a and b with that correlation; c apart; d has a level of one row in a hundred.
    private static Table Normal(int rows, double correlation, int seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] a = Draw(), b = [.. a.Zip(Draw(), (x, e) => (correlation * x) + (Math.Sqrt(1 - (correlation * correlation)) * e))];
        int[] levels = Array.ConvertAll(Draw(), v => v > 2.3 ? 2 : v > 0 ? 1 : 0);
        return new Table([new ContinuousColumn("a", a), new ContinuousColumn("b", b), new ContinuousColumn("c", Draw()),
            new CategoricalColumn("d", levels, ["x", "y", "z"])]);

        double[] Draw() => [.. Enumerable.Range(0, rows).Select(_ => stream.NextNormal())];
    }

    private static Table Holed(Table table, int seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] values = Array.ConvertAll(((ContinuousColumn)table["b"]).Values, v => stream.NextBernoulli(0.3) ? double.NaN : v);
        return new Table([.. table.Columns.Select(c => c.Name == "b" ? new ContinuousColumn("b", values) : c)]);
    }
}
