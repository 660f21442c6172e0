using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Generators.Copula;
using CausalLoom.Generators.Forest;
using CausalLoom.Generators.Ruled;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Rules;
using CausalLoom.Tests.Rules;

namespace CausalLoom.Tests.Generators.Ruled;

/// <summary>Rows are kept within rules, whichever the generator, and stay near the data.</summary>
public sealed class RuledGeneratorTests
{
    private static readonly Table Planted = PlantedTable.Of(400, 3);

    public static TheoryData<string> Fast => ["copula", "arf", "bootstrap"];

    [Theory]
    [MemberData(nameof(Fast))]
    public void NoRowBreaksAPlantedRule(string generator)
    {
        ITabularModel model = Fit(Named.Generator(generator));
        Table drawn = model.Sample(10_000, RandomStream.Of(7));
        Assert.Equal(Planted.Columns.Select(c => (c.Name, c.Type)), drawn.Columns.Select(c => (c.Name, c.Type)));
        Assert.All(PlantedTable.Truths, truth => Assert.Equal(0, Rule.Parse(truth).CountBroken(drawn)));
        Assert.All(Assert.IsType<RuledModel>(model, exactMatch: false).Rules, rule => Assert.Equal(0, rule.CountBroken(drawn)));

        // What rules change is where rows lie, not how often levels occur: gates keep the share of smokers and of zeros.
        Assert.All(((string, string)[])[("smoker", "yes"), ("old", "yes"), ("pregnant", "yes")], level =>
            Assert.InRange(Share(drawn, level) - Share(Planted, level), -0.05, 0.05));
        Assert.InRange(Moments.Of(drawn["total"]).Mean / Moments.Of(Planted["total"]).Mean, 0.9, 1.1);
        Assert.InRange(Stay(drawn).Sd / Stay(Planted).Sd, 0.9, 1.1);
    }

    [Fact]
    public void SavedItDrawsTheSameRowsWhateverTheThreads()
    {
        RuledGenerator generator = new(new GaussianCopulaGenerator(new CopulaOptions()));
        ITabularModel one = generator.Fit(Planted, FitContext.ForSeed(1)), four = generator.Fit(Planted, FitContext.ForSeed(1, 4));
        Table drawn = one.Sample(500, RandomStream.Of(2));
        AssertSame(drawn, four.Sample(500, RandomStream.Of(2)));
        ModelState state = one.Save();
        AssertSame(drawn, Catalogues.Default.LoadGenerator(state).Sample(500, RandomStream.Of(2)));
        state.Settings["rules"]!["dropped"]!.AsArray().Add("sex");
        Assert.Throws<CausalLoomException>(() => Catalogues.Default.LoadGenerator(state));
    }

    [Fact]
    public void WithoutARuleItIsTheGeneratorItself()
    {
        Table lawless = PlantedTable.Lawless(200, 1, 0.3, "normal");
        GaussianCopulaGenerator plain = new(new CopulaOptions());
        AssertSame(plain.Fit(lawless, FitContext.ForSeed(1)).Sample(100, RandomStream.Of(2)),
            new RuledGenerator(plain).Fit(lawless, FitContext.ForSeed(1)).Sample(100, RandomStream.Of(2)));
        Assert.IsNotType<RuledModel>(new RuledGenerator(plain, []).Fit(Planted, FitContext.ForSeed(1)), exactMatch: false);
    }

    [Fact]
    public void AUsersConditionOfNoKnownShapeIsKeptByFurtherDrawsAndThenByDonors()
    {
        // Nearly nobody keeps the second: the draws give up, and what is left takes the cells of lawful rows.
        Rule[] rules = [Rule.Parse("abs(visit2 - visit1) < 8 & age < 80"), Rule.Parse("sin(noise) > 0.95 | stage == \"II\"")];
        RuledModel model = (RuledModel)new RuledGenerator(new GaussianCopulaGenerator(new CopulaOptions()), rules)
            .Fit(Planted, FitContext.ForSeed(1));
        Table drawn = model.Sample(3000, RandomStream.Of(3));
        Assert.All(rules, rule => Assert.Equal(0, rule.CountBroken(drawn)));
        Assert.True((long)model.RuleFacts["drawn_anew"]! > 300);
        RuledModel never = (RuledModel)new RuledGenerator(new GaussianCopulaGenerator(new CopulaOptions()), [Rule.Parse("age * 0 > 1")])
            .Fit(Planted, FitContext.ForSeed(1));
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => never.Sample(10, RandomStream.Of(3)));
        Assert.Contains("draws no row that keeps the rules; the rule 'age * 0 > 1' is broken in 10 of 10 rows", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void RowsAreCompletedWithinRules()
    {
        IConditionalModel model = (IConditionalModel)Fit(new GaussianCopulaGenerator(new CopulaOptions()));
        Table given = new([new BinaryColumn("sex", [0, 1, 0, 1], ["F", "M"]), PlantedTable.Whole("start", [3, 500, 2, 990]),
            PlantedTable.Whole("end", [9, 501, 40, 1000])]);
        Table drawn = model.Sample(given, RandomStream.Of(4));
        Assert.All(PlantedTable.Truths, truth => Assert.Equal(0, Rule.Parse(truth).CountBroken(drawn)));
        AssertSame(given, drawn.Select(["sex", "start", "end"]));

        Assert.Contains("Row 1: 'end' is given and 'start' is not, which it is drawn from", Refusal(given.Select(["end"])),
            StringComparison.Ordinal);
        Assert.Contains("Row 1: 'total' is given and 'part_a' is not", Refusal(new Table([new ContinuousColumn("total", [4], 1)])),
            StringComparison.Ordinal);
        Assert.Contains("with what is given the rule 'start < end' cannot be kept",
            Refusal(new Table([PlantedTable.Whole("start", [9]), PlantedTable.Whole("end", [3])])), StringComparison.Ordinal);

        string Refusal(Table known) => Assert.Throws<CausalLoomException>(() => model.Sample(known, RandomStream.Of(4))).Message;
    }

    private static ITabularModel Fit(ITabularGenerator generator) => new RuledGenerator(generator).Fit(Planted, FitContext.ForSeed(1));

    private static Moments Stay(Table table) => Moments.Of([.. table["end"].ToNumbers().Zip(table["start"].ToNumbers(), (e, s) => e - s)]);

    private static double Share(Table table, (string Column, string Level) of) =>
        (double)Enumerable.Range(0, table.Rows).Count(i => table[of.Column].TextAt(i) == of.Level) / table.Rows;

    private static void AssertSame(Table expected, Table actual) => Assert.All(expected.Columns, column => Assert.Equal(
        Enumerable.Range(0, expected.Rows).Select(column.TextAt), Enumerable.Range(0, actual.Rows).Select(actual[column.Name].TextAt)));
}
