using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Lm;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Autoregressive;

public sealed class LmTests
{
    private static readonly LmOptions Small = new() { Width = 8, Heads = 2, Layers = 1, Dropout = 0, BatchSize = 16 };
    private static readonly Lazy<IConditionalModel> Learned = new(() =>
        (IConditionalModel)new LmGenerator(new LmOptions { Width = 32, Layers = 1, BatchSize = 128 })
            .Fit(DiscreteLaw.Draw(6000, 1), FitContext.ForSeed(2)));

    [Fact]
    public void TheDerivativeOfTheWholeLossIsItsDifferenceQuotient()
    {
        Table table = ContractTables.Mixed(40);
        (LmNetwork network, LmTrainer trainer, TokenOrders orders, _) =
            Make(table, [new TargetColumn("sex", [.. Enumerable.Range(0, 40).Select(i => 0.5 + (i % 2))])]);
        Read(trainer, orders, 12);
        int[] rows = [.. Enumerable.Range(3, 12)];
        GradientCheck.Of(network.Store, trainer.Tape, () => trainer.Loss(rows, null));
    }

    [Fact]
    public void LaterColumnsChangeNothingBeforeThem()
    {
        // The last column of the order is read by no position: reversing its tokens changes only its own loss, and that of a
        // table without the column's head is the same.
        Table table = ContractTables.Mixed(60);
        (LmNetwork network, LmTrainer trainer, TokenOrders orders, int[][] tokens) = Make(table, []);
        int last = orders[0].Last(j => network.Layout.Columns[j].Count > 1),
            first = orders[0].First(j => network.Layout.Columns[j].Count > 1);
        int[] rows = [.. Enumerable.Range(0, 16)];
        float[] Hidden()
        {
            Read(trainer, orders, 16);
            trainer.Tape.Reset();
            return trainer.Hidden(rows).Value.ToArray();
        }

        float[] before = Hidden();
        Array.Reverse(tokens[last]);
        Assert.Equal(before, Hidden());
        Array.Reverse(tokens[first]);
        float[] after = Hidden();
        int width = network.Decoder.Options.Width, length = network.Active.Length;
        Assert.NotEqual(before, after);
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(before[(i * length * width)..((i * length * width) + width)],
            after[(i * length * width)..((i * length * width) + width)]));
    }

    [Fact]
    public void ARowOfWeight2IsTheRowTwice()
    {
        Table table = DiscreteLaw.Draw(50, 3);
        double[] weights = [.. Enumerable.Range(0, 50).Select(i => i == 7 ? 2.0 : 1)];
        (_, LmTrainer weighted, TokenOrders orders, _) =
            Make(table, [new TargetColumn("b", weights), new TargetColumn("a", weights), new TargetColumn("c", weights)]);
        (_, LmTrainer plain, _, _) = Make(table, [new TargetColumn("b"), new TargetColumn("a"), new TargetColumn("c")]);
        Assert.Equal(Sum(plain, [6, 7, 7, 8]), Sum(weighted, [6, 7, 8]), 1e-4);
        Assert.True(Sum(weighted, [6, 7, 8]) > Sum(plain, [6, 7, 8]) + 0.1);

        double Sum(LmTrainer trainer, int[] rows)
        {
            Read(trainer, orders, rows.Length);
            trainer.Tape.Reset();
            return trainer.Loss(rows, null).Scalar * rows.Length;
        }
    }

    [Fact]
    public void EqualWeightsChangeNothingAndTargetsComeLast()
    {
        Table table = DiscreteLaw.Draw(200, 3);
        LmGenerator generator = new(Small with { MinSteps = 40, Epochs = 2, Orders = 3 });
        ITabularModel Fit(IReadOnlyList<double>? weights) =>
            generator.Fit(table, [new TargetColumn("b", weights), new TargetColumn("a")], FitContext.ForSeed(4));
        string[] without = ContractTables.Cells(Fit(null).Sample(80, RandomStream.Of(1)));
        Assert.Equal(without, ContractTables.Cells(Fit([.. Enumerable.Repeat(1.0, 200)]).Sample(80, RandomStream.Of(1))));
        TokenOrders orders = ((LmModel)Fit(null)).Sampler.Orders;
        Assert.All(Enumerable.Range(0, orders.Count), s => Assert.Equal([1, 0], orders[s][^2..]));
    }

    [Fact]
    public void DrawsHaveTheJointLaw()
    {
        // 8,000 rows: five standard errors of a cell are at most .028; the fit adds its own error.
        Table sample = Learned.Value.Sample(8000, RandomStream.Of(3));
        int[][] codes = [.. sample.Columns.Select(c => ((DiscreteColumn)c).Codes)];
        foreach (int[] cell in DiscreteLaw.Cells())
        {
            double rate = Enumerable.Range(0, 8000)
                .Count(i => codes[0][i] == cell[0] && codes[1][i] == cell[1] && codes[2][i] == cell[2]) / 8000.0;
            Assert.InRange(rate - DiscreteLaw.Probability(cell[0], cell[1], cell[2]), -0.028 - 0.03, 0.028 + 0.03);
        }
    }

    [Theory]
    [InlineData(0, 1, 2, 0)]
    [InlineData(1, 1, 2, 1)]
    [InlineData(2, 1, 0, 1)]
    public void ConditionalDrawsHaveTheConditionalLaw(int column, int value, int other, int given)
    {
        // Draws of 6,000 rows: five standard errors are at most .032; the fit adds its own error.
        int[] known = [.. Enumerable.Repeat(given, 6000)];
        Table table = new([DiscreteLaw.Of(known, Array.ConvertAll(known, k => k % 2), Array.ConvertAll(known, k => k % 2)).Columns[other]]);
        int[] drawn = ((DiscreteColumn)Learned.Value.Sample(table, RandomStream.Of(6)).Columns[column]).Codes;
        double expected = DiscreteLaw.Conditional(column, value, other, given);
        Assert.InRange(drawn.Count(v => v == value) / 6000.0, expected - 0.032 - 0.03, expected + 0.032 + 0.03);
    }

    [Fact]
    public void ItSaysWhatItStandsFor() =>
        Assert.Contains("from scratch", ((IReportingModel)Learned.Value).Facts["stands_for"]!.ToString(), StringComparison.Ordinal);

    private static (LmNetwork Network, LmTrainer Trainer, TokenOrders Orders, int[][] Tokens) Make(Table table, TargetColumn[] targets)
    {
        TargetWeights weights = TargetWeights.Check(table, targets, "lm");
        TableTokens tokens = TableTokens.Fit(table, new TokenOptions(), FitContext.ForSeed(1));
        LmNetwork network = new(new TokenLayout(tokens.Columns), Small, RandomStream.Of(5));
        TokenOrders orders = TokenOrders.Draw(tokens.Columns.Length, weights.Columns, 1, RandomStream.Of(6));
        int[][] rows = tokens.Encode(table);
        return (network, new LmTrainer(network, Small, orders, rows, weights, FitContext.ForSeed(7)), orders, rows);
    }

    private static void Read(LmTrainer trainer, TokenOrders orders, int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            trainer.Read(i, orders[0]);
        }
    }
}
