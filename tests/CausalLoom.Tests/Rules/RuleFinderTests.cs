using CausalLoom.Data;
using CausalLoom.Rules;

namespace CausalLoom.Tests.Rules;

/// <summary>Planted rules are found, and no others.</summary>
public sealed class RuleFinderTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(400)]
    [InlineData(4000)]
    public void PlantedRulesAreFound(int rows)
    {
        int found = 0, all = 0, wrong = 0, said = 0;
        for (int seed = 1; seed <= 5; seed++)
        {
            Table table = PlantedTable.Of(rows, seed), other = PlantedTable.Of(20_000, seed + 100);
            FoundRules rules = RuleFinder.Find(table, TestContext.Current.CancellationToken);
            string[] missed = [.. PlantedTable.Truths.Where(truth => !Implied(truth, rules.Rules, table, seed))];
            Rule[] untrue = [.. rules.Rules.Where(rule => rule.CountBroken(other) > 0)];
            output.WriteLine($"{seed}: missed {string.Join("; ", missed)}; not so {string.Join("; ", untrue.Select(r => r.Text))}");
            found += PlantedTable.Truths.Length - missed.Length;
            all += PlantedTable.Truths.Length;
            wrong += untrue.Length;
            said += rules.Rules.Count;
        }

        Assert.True(found >= 0.9 * all, $"{found} of {all} found");
        Assert.True(wrong <= 0.01 * said, $"{wrong} of {said} are not so");
    }

    [Theory]
    [InlineData(0.0, "normal")]
    [InlineData(0.7, "normal")]
    [InlineData(0.95, "normal")]
    [InlineData(0.98, "normal")]
    [InlineData(0.7, "scales")]
    [InlineData(0.95, "scales")]
    [InlineData(0.98, "scales")]
    [InlineData(0.9, "skewed")]
    [InlineData(0.95, "skewed")]
    [InlineData(0.98, "skewed")]
    [InlineData(0.95, "tails")]
    public void WhereThereIsNoneNoneIsFound(double loading, string law)
    {
        List<string> wrong = [];
        foreach (int rows in (int[])[100, 400, 4000])
        {
            for (int seed = 1; seed <= 6; seed++)
            {
                FoundRules rules = RuleFinder.Find(PlantedTable.Lawless(rows, seed, loading, law),
                    TestContext.Current.CancellationToken);
                wrong.AddRange(rules.Rules.Select(rule => $"{rows}/{seed}: {rule.Text}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join("; ", wrong));
    }

    [Fact]
    public void AGateThatLeavesNoValueIsSaidAsSuchAndAMeanBesideASumHidesNeither()
    {
        CausalLoom.Numerics.Random.RandomStream s = CausalLoom.Numerics.Random.RandomStream.Of(3);
        int[] sex = [.. Enumerable.Range(0, 400).Select(_ => s.NextInt(2))];
        double[][] items = [.. Enumerable.Range(0, 4).Select(_ => sex.Select(_ => (double)s.NextInt(5)).ToArray())];
        double[] sum = [.. sex.Select((_, i) => items.Sum(item => item[i]))];
        Table table = new([new BinaryColumn("sex", sex, ["F", "M"]),
            new ContinuousColumn("psa", [.. sex.Select(v => v == 0 ? double.NaN : Math.Round(0.3 + s.NextExponential(), 1))], 1),
            .. items.Select((item, k) => PlantedTable.Whole($"q{k}", item)), PlantedTable.Whole("qsum", sum),
            new ContinuousColumn("qmean", Array.ConvertAll(sum, v => v / 4), 2)]);
        string[] texts = [.. RuleFinder.Find(table, TestContext.Current.CancellationToken).Rules.Select(rule => rule.Text)];
        Assert.Contains("sex != \"F\" | is.na(psa)", texts);
        Assert.DoesNotContain(texts, text => text.StartsWith("psa ==", StringComparison.Ordinal));
        Assert.Contains("qsum == q0 + q1 + q2 + q3", texts);
    }

    // Whether a planted rule follows from what was found: shuffling one of its columns makes no row that breaks it and none of these.
    private static bool Implied(string truth, IReadOnlyList<Rule> found, Table table, int seed)
    {
        Rule planted = Rule.Parse(truth);
        foreach (string shuffled in planted.Columns)
        {
            Table mixed = new([.. table.Columns.Select((column, j) => column.Name == shuffled
                ? column.Take(RandomPermutation(table.Rows, seed, j)) : column)]);
            bool[] broken = planted.Broken(mixed);
            bool[][] others = [.. found.Select(rule => rule.Broken(mixed))];
            if (Enumerable.Range(0, broken.Length).Any(i => broken[i] && !others.Any(one => one[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static int[] RandomPermutation(int count, int seed, int column) =>
        CausalLoom.Numerics.Random.RandomStream.Of(seed).Child("shuffle").Child(column).Permutation(count);
}
