using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Autoregressive;

public sealed class TokenTests
{
    private static readonly TokenOptions Options = new();

    [Fact]
    public void ACellDrawnFromATokenHasThatToken()
    {
        Table table = ContractTables.Mixed(700);
        foreach (Column column in table.Columns)
        {
            ColumnTokens tokens = ColumnTokens.Of(column, Options);
            RandomStream stream = RandomStream.Of(1);
            for (int draw = 0; draw < 20 * tokens.Count; draw++)
            {
                int token = draw % tokens.Count;
                double value = tokens.Decode(token, stream);
                Assert.Equal(token, double.IsNaN(value) ? tokens.Missing : tokens.TokenOf(value));
            }

            Assert.Equal(table.Rows, tokens.Counts.Sum());
            Assert.DoesNotContain(-1, tokens.Encode(column));
        }
    }

    [Fact]
    public void TheLawWithinABinIsExactAtItsEdgesAndItsNumbers()
    {
        BinLaw law = new([1, 2, 4], [1, 2, 1], 0.5, 5, false);
        Assert.Equal(0.5, law.Quantile(0));
        Assert.Equal(0.75, law.Quantile(0.0625), 12);
        Assert.Equal(1, law.Quantile(0.125), 12);
        Assert.Equal(1.5, law.Quantile(0.25), 12);
        Assert.Equal(2, law.Quantile(0.375), 12);
        Assert.Equal(2, law.Quantile(0.625), 12);
        Assert.Equal(3, law.Quantile(0.75), 12);
        Assert.Equal(4, law.Quantile(0.875), 12);
        Assert.Equal(5, law.Quantile(1), 12);
        BinLaw steps = new([1, 2, 4], [1, 2, 1], 0.5, 5, true);
        Assert.Equal([1.0, 2, 2, 4], new[] { 0.2, 0.3, 0.7, 0.8 }.Select(steps.Quantile));
    }

    [Fact]
    public void TokensDrawnByTheirCountsGiveTheColumnsLaw()
    {
        // Kolmogorov–Smirnov between 4,000 draws and the 1,500 numbers, zeros included: the 10⁻⁵ critical value is
        // 2.47·√(1/4000 + 1/1500) = 0.075 for a continuum, and atoms only make it smaller.
        RandomStream stream = RandomStream.Of(5);
        double[] numbers = [.. Enumerable.Range(0, 1500).Select(_ => stream.NextBernoulli(0.3) ? 0 : Math.Exp(2 * stream.NextNormal()))];
        ColumnTokens tokens = ColumnTokens.Of(new ContinuousColumn("x", numbers), Options);
        double[] drawn = [.. Enumerable.Range(0, 4000).Select(_ => tokens.Decode(stream.NextCategory(tokens.Counts), stream))];
        Assert.True(tokens.Count <= Options.MaxBins + 40);
        foreach (double at in numbers)
        {
            Assert.InRange((numbers.Count(x => x <= at) / 1500.0) - (drawn.Count(x => x <= at) / 4000.0), -0.075, 0.075);
        }

        // Nothing lies between the atom and the smallest positive number, and nothing beyond the largest.
        Assert.All(drawn, x => Assert.True(x == 0 || (x >= numbers.Where(n => n > 0).Min() && x <= numbers.Max())));
        Assert.InRange(drawn.Count(x => x == 0) / 4000.0, 0.3 - 0.06, 0.3 + 0.06);
    }

    [Fact]
    public void ABinHoldsFewRowsAtTheEndsAndWholeNumbersStayThemselves()
    {
        double[] numbers = [.. Enumerable.Range(0, 2000).Select(i => Math.Sqrt(i))];
        NumberTokens tokens = (NumberTokens)ColumnTokens.Of(new ContinuousColumn("x", numbers), Options);
        Assert.True(tokens.Counts[0] <= 4 && tokens.Counts[^1] <= 8, $"{tokens.Counts[0]} and {tokens.Counts[^1]} rows at the ends");
        Assert.Equal(20, tokens.Counts[tokens.Count / 2], 1.0);
        NumberTokens whole = (NumberTokens)ColumnTokens.Of(
            new IntegerColumn("n", [.. Enumerable.Range(0, 900).Select(i => (long)(i * i % 3001))]), Options);
        long[] seen = [.. Enumerable.Range(0, 900).Select(i => (long)(i * i % 3001))];
        RandomStream stream = RandomStream.Of(1);
        Assert.All(Enumerable.Range(0, whole.Count), k => Assert.Contains((long)whole.Decode(k, stream), seen));
    }

    [Fact]
    public void RareLevelsShareATokenAndAreToldApartByFrequency()
    {
        // Levels 0–8 often, 9 once, 10 three times: 4 rows of one token, of which level 10 has three quarters.
        int[] codes = [.. Enumerable.Range(0, 900).Select(i => i % 9), 9, 10, 10, 10];
        ColumnTokens tokens = ColumnTokens.Of(
            new CategoricalColumn("c", codes, [.. Enumerable.Range(0, 12).Select(i => $"l{i}")]), Options);
        Assert.Equal(10, tokens.Count);
        Assert.Equal(tokens.TokenOf(9), tokens.TokenOf(10));
        Assert.Equal(-1, tokens.TokenOf(11));
        RandomStream stream = RandomStream.Of(2);
        double share = Enumerable.Range(0, 4000).Count(_ => tokens.Decode(tokens.TokenOf(9), stream) == 10) / 4000.0;
        Assert.InRange(share, 0.75 - (5 * Math.Sqrt(0.1875 / 4000)), 0.75 + (5 * Math.Sqrt(0.1875 / 4000)));
    }

    [Fact]
    public void ALargeVocabularyIsSplitIntoGroupsAndMembersWithoutLoss()
    {
        int[] codes = [.. Enumerable.Range(0, 30_000).Select(i => i % 5000), -1, -1];
        ColumnTokens tokens = ColumnTokens.Of(
            new CategoricalColumn("c", codes, [.. Enumerable.Range(0, 5000).Select(i => $"l{i}")]), Options);
        TokenTarget[] targets = [.. TokenTarget.Of(0, tokens, Options)];
        TokenSplit split = targets[0].Split!;
        Assert.Equal(2, targets.Length);
        Assert.True(split.Groups <= 72 && split.Members <= 71, "two softmaxes of about √5000 each");
        Assert.All(Enumerable.Range(0, tokens.Count), k => Assert.Equal(k, split.Token(split.Group(k), split.Member(k))));
        Assert.Equal(tokens.Counts.Sum(), split.GroupCounts().Sum());
        Assert.Equal(1, split.Size(split.MissingGroup));
        Assert.Equal(TokenFeatureKind.Embedded, TokenFeatures.Of(tokens).Kind);
    }

    [Fact]
    public void SavedVocabulariesAreTheSame()
    {
        Table table = ContractTables.Mixed(300);
        TableTokens tokens = TableTokens.Fit(table, Options, FitContext.ForSeed(1));
        ModelState state = tokens.Save();
        TableTokens loaded = TableTokens.Load(state);
        Assert.Equal(tokens.Encode(table), loaded.Encode(table));
        Assert.Equal(tokens.Columns.Select(c => c.Counts), loaded.Columns.Select(c => c.Counts));
    }

    [Fact]
    public void CalibratedProbabilitiesHaveTheGivenRatesOnAverage()
    {
        RandomStream stream = RandomStream.Of(3);
        double[] p = [.. Enumerable.Range(0, 500)
            .SelectMany(_ => Normalised(stream.NextDouble(), stream.NextDouble(), 0.3 * stream.NextDouble()))];
        double[] counts = [10, 60, 30], factors = RateFactors.Fit(p, counts), mean = new double[3];
        foreach (double[] row in p.Chunk(3).Select(q => Normalised(q[0] * factors[0], q[1] * factors[1], q[2] * factors[2])))
        {
            for (int k = 0; k < 3; k++)
            {
                mean[k] += row[k] / 500;
            }
        }

        Assert.All(Enumerable.Range(0, 3), k => Assert.Equal(counts[k] / 100, mean[k], 1e-5));
    }

    [Fact]
    public void DummiesOfOneFactorExcludeEachOtherAndIndependentColumnsNothing()
    {
        // 40 independent pairs of tokens with at least 20 expected rows: a false zero has chance 40·e⁻²⁰.
        RandomStream stream = RandomStream.Of(4);
        int[] site = [.. Enumerable.Range(0, 900).Select(_ => stream.NextInt(3))];
        int[][] rows = [Array.ConvertAll(site, s => s == 0 ? 1 : 0), Array.ConvertAll(site, s => s == 1 ? 1 : 0),
            [.. site.Select(_ => stream.NextInt(4))]];
        ColumnTokens[] columns =
            [.. rows.Select((r, j) => ColumnTokens.Of(new CategoricalColumn($"c{j}", r, ["a", "b", "c", "d"]), Options))];
        StructuralZeros zeros = StructuralZeros.Find(columns, rows, FitContext.ForSeed(1));
        Assert.Equal(1, zeros.Count);
        Assert.Equal([1], zeros.Excluded(0, 1, 1).ToArray());
        Assert.Equal([1], zeros.Excluded(1, 0, 1).ToArray());
        Assert.True(zeros.Excluded(0, 1, 0).IsEmpty);
    }

    private static double[] Normalised(params double[] p) => [.. p.Select(x => x / p.Sum())];
}
