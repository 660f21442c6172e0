using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Localisation;

namespace CausalLoom.Tests.Evaluation.Localisation;

/// <summary>Planted failures are located, and nothing else is; docs/evidence/evaluation.md has rates from more replicates.</summary>
public sealed class NestedTestsTests
{
    public static TheoryData<string, double, double, double, double, double> Planted => new()
    {
        { "covariates", 0.5, 1, 0, 0, 1 },
        { "assignment", 0, -1, 0, 0, 1 },
        { "assignment", 0, 0, 0, 0, 1 },
        { "outcome", 0, 1, 0.8, 0, 1 },
        { "outcome", 0, 1, 0, 1, 1 },
        { "outcome", 0, 1, 0, 0, 0.5 },
    };

    /// <summary>Each seed is fixed; at the level of 5 % another part would be named too in one run of twenty.</summary>
    [Theory]
    [MemberData(nameof(Planted))]
    public void APlantedFailureIsLocated(string part, double shift, double slope, double effect, double interaction, double noise)
    {
        LocalisationMetrics found = Measure(new PlantedRows().Draw(900, 11).Rows, new PlantedRows(shift, slope, effect, interaction, noise)
            .Draw(600, 12).Rows, 1);
        Assert.Equal([part], found.Found);
        Assert.Contains(part, found.Reading, StringComparison.Ordinal);
        Assert.Equal((900, 600), (found.RowsReal, found.RowsSynthetic));
    }

    [Fact]
    public void AllThreeAtOnceAreAllNamed()
    {
        LocalisationMetrics found = Measure(new PlantedRows().Draw(900, 11).Rows, new PlantedRows(0.5, -1, 1).Draw(700, 12).Rows, 1);
        Assert.Equal(["covariates", "assignment", "outcome"], found.Found);
        Assert.True(found.Outcome.Auc > found.Assignment.Auc && found.Assignment.Auc > found.Covariates.Auc,
            $"{found.Covariates.Auc} {found.Assignment.Auc} {found.Outcome.Auc}");

        // The best AUC by x₁ is Φ(.5/√2) = .638; trees on 1,600 rows lose some of it, and DeLong's SE is .015.
        Assert.InRange(found.Covariates.Auc, 0.54, 0.67);
        Assert.Equal(found.Assignment.Auc - found.Covariates.Auc, found.Assignment.Increment, 1e-12);
        Assert.Equal(1 - (2 * (found.Outcome.Auc - 0.5)), found.Outcome.Complement, 1e-12);
    }

    /// <summary>
    /// Two draws of one law with three times as many synthetic rows: 5 % for all parts together, so four or more of eight have a chance
    /// of .0004.
    /// </summary>
    [Fact]
    public void OneLawIsSeldomAccused()
    {
        int accused = Enumerable.Range(0, 8)
            .Count(r => Measure(new PlantedRows().Draw(150, 100 + r).Rows, new PlantedRows().Draw(450, 200 + r).Rows, r).Found.Count > 0);
        Assert.InRange(accused, 0, 3);
    }

    [Fact]
    public void CopiesAreNotToldByTheirTwins()
    {
        CausalData real = new PlantedRows().Draw(200, 1).Rows;
        LocalisationMetrics copy = Measure(real, real, 1);
        Assert.Empty(copy.Found);
        Assert.Equal(0.5, copy.Outcome.Auc, 0.03);
    }

    [Fact]
    public void HardTablesAreMeasured()
    {
        // A constant and a mostly missing column, a two-level outcome, four treated rows.
        (CausalData rows, _) = new PlantedRows().Draw(60, 3);
        Table x = rows.Covariates.With(new ContinuousColumn("c", new double[60]),
            new ContinuousColumn("m", [.. Enumerable.Range(0, 60).Select(i => i % 9 == 0 ? i : double.NaN)]));
        int[] arms = [.. Enumerable.Range(0, 60).Select(i => i % 15 == 0 ? 1 : 0)], codes = [.. rows.Outcome.Select(y => y > 1 ? 1 : 0)];
        CausalData hard = new(x, rows.TreatmentSpace, arms, new BinaryColumn("y", codes, ["no", "yes"]),
            Array.ConvertAll(codes, c => (double)c));
        LocalisationMetrics metrics = Measure(hard, hard.Take([.. Enumerable.Range(0, 45)]), 1);
        Assert.InRange(metrics.Outcome.PValue, 0, 1);
        Assert.InRange(metrics.Outcome.Auc, 0, 1);
    }

    [Fact]
    public void HolmStopsAtTheFirstThatStands()
    {
        Assert.Equal(["covariates", "assignment", "outcome"], NestedTests.Holm([0.04, 0.016, 0.02]));
        Assert.Equal(["assignment"], NestedTests.Holm([0.03, 0.016, 0.04]));
        Assert.Empty(NestedTests.Holm([0.017, 0.5, 0.9]));
    }

    private static LocalisationMetrics Measure(CausalData real, CausalData synthetic, int seed)
    {
        FitContext context = FitContext.ForSeed(seed, threads: 2);
        return NestedTests.Measure(SidePool.Of(real, synthetic, context.Child("pool")), context);
    }
}
