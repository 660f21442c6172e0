using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Argn;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Autoregressive;

public sealed class ArgnTests
{
    private static readonly ArgnOptions Small = new() { Hidden = 6, Layers = 2, Dropout = 0, Members = 1, BatchSize = 32 };
    private static readonly Lazy<IConditionalModel> Learned = new(() =>
        (IConditionalModel)new ArgnGenerator(new ArgnOptions { Hidden = 32, Members = 1, OrderShare = 0.3, MinSteps = 3000 })
            .Fit(DiscreteLaw.Draw(6000, 1), FitContext.ForSeed(2)));

    [Fact]
    public void TheDerivativeOfTheWholeLossIsItsDifferenceQuotient()
    {
        Table table = ContractTables.Mixed(40);
        foreach (int column in new[] { 0, 2, 3, 4 })
        {
            (ArgnNetwork network, ArgnTrainer trainer, int[][] tokens) =
                Make(table, column, [.. Enumerable.Range(0, 40).Select(i => 0.5 + (i % 3 * 0.5))]);
            Mark(trainer.Batch, 16, tokens.Length, (i, j) => j != column && (i + j) % 3 > 0);
            int[] rows = [.. Enumerable.Range(3, 16)];
            GradientCheck.Of(network.Store, trainer.Batch.Tape, () => trainer.Loss(rows, null));
        }
    }

    [Fact]
    public void WhatIsMaskedChangesNothing()
    {
        Table table = ContractTables.Mixed(60);
        (ArgnNetwork network, ArgnTrainer trainer, int[][] tokens) = Make(table, 3, null);
        int[] rows = [.. Enumerable.Range(0, 30)];
        float[] Logits()
        {
            Mark(trainer.Batch, 30, tokens.Length, (_, j) => j is 0 or 4);
            trainer.Batch.Tape.Reset();
            return network.Logits(trainer.Batch, tokens, rows, null).Value.ToArray();
        }

        float[] before = Logits();
        foreach (int masked in new[] { 1, 2, 3 })
        {
            Array.Reverse(tokens[masked]);
        }

        Assert.Equal(before, Logits());
        Array.Reverse(tokens[0]);
        Assert.NotEqual(before, Logits());
    }

    [Fact]
    public void ARowOfWeight2IsTheRowTwice()
    {
        Table table = ContractTables.Mixed(50), twice = table.Take([.. Enumerable.Range(0, 50), 7]);
        double[] weights = [.. Enumerable.Range(0, 50).Select(i => i == 7 ? 2.0 : 1)];
        (_, ArgnTrainer weighted, int[][] tokens) = Make(table, 3, weights);
        Mark(weighted.Batch, 8, tokens.Length, (_, j) => j < 2);
        double one = weighted.Loss([5, 6, 7, 8], null).Scalar * 4;
        weighted.Batch.Tape.Reset();
        (_, ArgnTrainer plain, _) = Make(twice, 3, null, TableTokens.Fit(table, new TokenOptions(), FitContext.ForSeed(1)));
        Mark(plain.Batch, 8, tokens.Length, (_, j) => j < 2);
        Assert.Equal(plain.Loss([5, 6, 7, 8, 50], null).Scalar * 5, one, 1e-5);
    }

    [Fact]
    public void EqualWeightsChangeNothingAndTargetsComeLast()
    {
        Table table = DiscreteLaw.Draw(300, 3);
        ArgnGenerator generator = new(Small with { MinSteps = 50, Epochs = 5, Orders = 3 });
        ITabularModel Fit(IReadOnlyList<double>? weights) =>
            generator.Fit(table, [new TargetColumn("b", weights), new TargetColumn("a")], FitContext.ForSeed(4));
        string[] without = ContractTables.Cells(Fit(null).Sample(80, RandomStream.Of(1)));
        Assert.Equal(without, ContractTables.Cells(Fit([.. Enumerable.Repeat(1.0, 300)]).Sample(80, RandomStream.Of(1))));
        TokenOrders orders = ((ArgnModel)Fit(null)).Sampler.Orders;
        Assert.All(Enumerable.Range(0, orders.Count), s => Assert.Equal([1, 0], orders[s][^2..]));
        Assert.Throws<CausalLoomException>(() => Fit([1, 2]));
        Assert.Throws<CausalLoomException>(() =>
            generator.Fit(table, [new TargetColumn("b"), new TargetColumn("b")], FitContext.ForSeed(4)));
    }

    [Fact]
    public void TheProbabilitiesOfAllRowsSumToOneAndAreThoseOfTheTable()
    {
        // 6,000 rows: a cell's probability has a standard error of at most .0065 in the data itself.
        ArgnSampler sampler = ((ArgnModel)Learned.Value).Sampler;
        double sum = 0;
        foreach (int[] cell in DiscreteLaw.Cells())
        {
            double p = Probability(sampler, cell);
            sum += p;
            Assert.InRange(p, DiscreteLaw.Probability(cell[0], cell[1], cell[2]) - 0.03,
                DiscreteLaw.Probability(cell[0], cell[1], cell[2]) + 0.03);
        }

        Assert.Equal(1, sum, 1e-6);
    }

    [Theory]
    [InlineData(0, 1, 2, 0)]
    [InlineData(1, 1, 2, 1)]
    [InlineData(2, 1, 0, 1)]
    [InlineData(0, 2, 1, 1)]
    public void ConditionalDrawsHaveTheConditionalLaw(int column, int value, int other, int given)
    {
        // Draws of 6,000 rows: five standard errors are at most .032 (one false alarm in two million); the fit adds its own error.
        int[] known = [.. Enumerable.Repeat(given, 6000)];
        Table table = new([DiscreteLaw.Of(known, Array.ConvertAll(known, k => k % 2), Array.ConvertAll(known, k => k % 2)).Columns[other]]);
        int[] drawn = ((DiscreteColumn)Learned.Value.Sample(table, RandomStream.Of(6)).Columns[column]).Codes;
        double expected = DiscreteLaw.Conditional(column, value, other, given);
        Assert.InRange(drawn.Count(v => v == value) / 6000.0, expected - 0.032 - 0.03, expected + 0.032 + 0.03);
    }

    [Fact]
    public void ExcludedPairsAreNeverDrawn()
    {
        RandomStream stream = RandomStream.Of(4);
        int[] site = [.. Enumerable.Range(0, 600).Select(_ => stream.NextInt(4))];
        Table table = new(
            [.. Enumerable.Range(1, 3).Select(s => new BinaryColumn($"site{s}", Array.ConvertAll(site, x => x == s ? 1 : 0), ["0", "1"]))]);
        ITabularModel model = new ArgnGenerator(Small with { MinSteps = 100, Epochs = 3 }).Fit(table, FitContext.ForSeed(1));
        Table sample = model.Sample(5000, RandomStream.Of(1));
        Assert.All(Enumerable.Range(0, 5000), i => Assert.True(sample.Columns.Sum(c => c.NumberAt(i)) <= 1));
    }

    [Fact]
    public void FiveThousandLevelsAreLearnedWithoutAOneHot()
    {
        // Levels come in two halves that tell x; 30,000 rows, six of each level, embedded and drawn in two steps.
        RandomStream stream = RandomStream.Of(9);
        int[] codes = [.. Enumerable.Range(0, 30_000).Select(_ => stream.NextInt(5000))];
        int[] half = Array.ConvertAll(codes, c => stream.NextBernoulli(c < 2500 ? 0.9 : 0.1) ? 1 : 0);
        Table table = new([new CategoricalColumn("level", codes, [.. Enumerable.Range(0, 5000).Select(i => $"l{i}")]),
            new BinaryColumn("half", half, ["0", "1"])]);
        ArgnModel model = (ArgnModel)new ArgnGenerator(new ArgnOptions { Hidden = 32, MaxSteps = 500, BatchSize = 256 })
            .Fit(table, FitContext.ForSeed(1));
        Assert.All(model.Sampler.Networks, n => Assert.True(n[0].Store.SavedLength < 5000 * 30, "no weight matrix of levels × hidden"));
        Table sample = model.Sample(4000, RandomStream.Of(2));
        Assert.True(((DiscreteColumn)sample.Columns[0]).Codes.Distinct().Count() > 2000);
    }

    private static double Probability(ArgnSampler sampler, int[] cell)
    {
        TokenRows rows = new(1, 3);
        TokenBatch batch = sampler.NewBatch();
        double p = 1;
        foreach (int j in sampler.Orders[0])
        {
            int t = sampler.TargetsOf(j)[0];
            TokenTarget target = sampler.Networks[t][0].Target;
            double[] q = sampler.Probabilities(t, rows, [0], batch);
            TokenDraw.Constrain(q, target, sampler.Factors[0][t], rows, [0], sampler.Zeros);
            p *= q[cell[j]];
            rows.Tokens[j][0] = cell[j];
            rows.Known[j] = true;
        }

        return p;
    }

    private static (ArgnNetwork Network, ArgnTrainer Trainer, int[][] Tokens) Make(Table table, int column, double[]? weights,
        TableTokens? given = null)
    {
        TableTokens tokens = given ?? TableTokens.Fit(table, new TokenOptions(), FitContext.ForSeed(1));
        TokenLayout layout = new(tokens.Columns);
        TokenTarget target = TokenTarget.Of(column, tokens.Columns[column], new TokenOptions()).First();
        ArgnNetwork network = new(layout, target, Small, RandomStream.Of(5));
        TokenOrders orders = TokenOrders.Draw(tokens.Columns.Length, [], 1, RandomStream.Of(6));
        int[][] rows = tokens.Encode(table);
        return (network, new ArgnTrainer(network, layout, Small, orders, rows, weights, FitContext.ForSeed(7)), rows);
    }

    private static void Mark(TokenBatch batch, int rows, int columns, Func<int, int, bool> known)
    {
        for (int i = 0; i < rows * columns; i++)
        {
            batch.Known[i] = known(i / columns, i % columns);
        }
    }
}
