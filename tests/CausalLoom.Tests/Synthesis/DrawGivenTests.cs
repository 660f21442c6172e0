using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Copula;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

/// <summary>
/// Rows completed by the sequential method have the law of its free draws given what is known. Tolerances are five standard errors of
/// the difference of two means (a false alarm in about a million seeds for each); seeds are fixed.
/// </summary>
public sealed class DrawGivenTests
{
    private static readonly CausalData Demo = Draw(new DemoSimulator());
    private static readonly IConditionalSource Fitted = (IConditionalSource)new SequentialSynthesizer
        { Generator = new GaussianCopulaGenerator(), Propensity = new LogisticPropensity(), OutcomeModel = new LinearOutcome() }
        .Fit(Demo, FitContext.ForSeed(1));

    [Fact]
    public void CovariatesGivenTheTreatmentAreThoseOfFreeDrawsWithIt()
    {
        SyntheticData free = Fitted.Draw(20_000, RandomStream.Of(2));
        foreach (int arm in new[] { 0, 1 })
        {
            BinaryColumn given = new(Demo.TreatmentSpace.Name, [.. Enumerable.Repeat(arm, 6000)], [.. Demo.TreatmentSpace.Levels]);
            SyntheticData drawn = Fitted.DrawGiven(new Table([given]), RandomStream.Of(3));
            int[] rows = [.. Enumerable.Range(0, 20_000).Where(i => ((DiscreteColumn)free.Table[given.Name]).Codes[i] == arm)];
            Assert.All(((DiscreteColumn)drawn.Table[given.Name]).Codes, c => Assert.Equal(arm, c));
            Same(rows.Select(i => free.Truth!.Propensity[1][i]), drawn.Truth!.Propensity[1]);
            foreach (Column column in Demo.Covariates.Columns)
            {
                Same(free.Table[column.Name].Take(rows).ToNumbers(), drawn.Table[column.Name].ToNumbers());
            }
        }

        // The arms do differ: without regard to the treatment the propensities above would be equal.
        double[] p = free.Truth!.Propensity[1];
        int[] w = ((DiscreteColumn)free.Table[Demo.TreatmentSpace.Name]).Codes;
        Assert.True(p.Where((_, i) => w[i] == 1).Average() - p.Where((_, i) => w[i] == 0).Average() > 0.02);
    }

    [Fact]
    public void WhatIsKnownWholeIsKeptAndItsTruthIsTheMechanisms()
    {
        Table all = Demo.Covariates.With(new BinaryColumn(Demo.TreatmentSpace.Name, Demo.Treatment.Codes, [.. Demo.TreatmentSpace.Levels]),
            Demo.OutcomeColumn);
        int[] whole = [.. Enumerable.Range(0, all.Rows).Where(i => all.Columns.All(c => !c.IsMissing(i)))];
        SyntheticData drawn = Fitted.DrawGiven(all.Take(whole), RandomStream.Of(5));
        Assert.All(all.Columns, c =>
            Assert.All(whole.Select((row, i) => (row, i)), r => Assert.Equal(c.TextAt(r.row), drawn.Table[c.Name].TextAt(r.i))));
        Assert.All(whole.Select((row, i) => (row, i)), r =>
            Assert.Equal(Demo.Outcome[r.row], drawn.Truth!.PotentialOutcomes[Demo.Treatment[r.row]][r.i]));
        Assert.All(drawn.Truth!.Propensity[1], p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void AnOutcomeBesideUnknownCovariatesAndAColumnOrArmThatIsUnknownAreRefused()
    {
        string y = Demo.OutcomeColumn.Name, w = Demo.TreatmentSpace.Name;
        Assert.Contains("Row 1", Message(new Table([new ContinuousColumn(y, [1.5])])), StringComparison.Ordinal);
        Assert.Contains(w, Message(new Table([new CategoricalColumn(w, [0], ["neither"])])), StringComparison.Ordinal);
        Assert.Contains("nonsense", Message(new Table([new ContinuousColumn("nonsense", [1.5])])), StringComparison.Ordinal);
    }

    [Fact]
    public void StackedRowsAreTheRowsOfBothTables()
    {
        Table mixed = Generators.ContractTables.Mixed(40), stacked = RowStack.Of(mixed.Take([3, 1]), mixed.Take([7]));
        Assert.Equal(Generators.ContractTables.Cells(mixed.Take([3, 1, 7])), Generators.ContractTables.Cells(stacked));
    }

    [Fact]
    public void TheCatalogueKnowsWhoseModelsCanBeConditionedOn()
    {
        Assert.True(Catalogues.Default.Generators.Find("copula").Gives<IConditionalModel>());
        Assert.False(Catalogues.Default.Generators.Find("bootstrap").Gives<IConditionalModel>());
        Assert.False(Catalogues.Default.Generators.Find("nflow").Gives<IConditionalModel>());
    }

    private static CausalData Draw(DemoSimulator simulator) =>
        CausalData.From(simulator.Draw(800, RandomStream.Of(4)).Table, simulator.Treatment, simulator.Outcome);

    private static string Message(Table given) =>
        Assert.Throws<CausalLoomException>(() => Fitted.DrawGiven(given, RandomStream.Of(1))).Message;

    private static void Same(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        (double m, double se) = Mean(expected);
        (double n, double other) = Mean(actual);
        Assert.Equal(m, n, 5 * Math.Sqrt((se * se) + (other * other)) + 1e-9);
    }

    private static (double Mean, double Error) Mean(IEnumerable<double> numbers)
    {
        double[] present = [.. numbers.Where(x => !double.IsNaN(x))];
        double mean = present.Average();
        return (mean, Math.Sqrt(present.Average(x => (x - mean) * (x - mean)) / present.Length));
    }
}
