using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Text;
using CausalLoom.Generators.Text.Checkpoints;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Text;

public sealed class GreatTests
{
    private static readonly Lazy<ITabularModel> Toy = new(() => Fit(new GreatOptions()));

    [Fact]
    public void WithoutACheckpointOneLineSaysWhatToGive()
    {
        string message = Assert.Throws<CausalLoomException>(() =>
            Named.Generator("great").Fit(ToyTable(20), FitContext.ForSeed(1))).Message;
        Assert.Contains("‹checkpoint DIR›", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Contains("no checkpoint folder", Assert.Throws<CausalLoomException>(() => new GreatGenerator("nowhere")
            .Fit(ToyTable(20), FitContext.ForSeed(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATableTooWideForTheContextIsRefused()
    {
        Table wide = new([.. Enumerable.Range(0, 60).Select(j => new IntegerColumn($"column {j}", [1, 2, 3]))]);
        Assert.Contains("reads at most 200", Assert.Throws<CausalLoomException>(() =>
            new GreatGenerator(TinyCheckpoint.Random).Fit(wide, FitContext.ForSeed(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFixtureLearnsFromThePapersReadingOfRowsInRandomOrder()
    {
        // The PyTorch-written checkpoint; all columns in a fresh order each time, a validation stop with the best weights restored.
        GreatOptions options = new() { LearningRate = 4e-3, Epochs = 30, BatchSize = 16, Dropout = 0 };
        ITabularModel model = new GreatGenerator(TinyCheckpoint.Fixture, options).Fit(ToyTable(300), FitContext.ForSeed(1));
        Assert.True(model.TrainingCurve.Min(p => p.Validation) < 0.6 * model.TrainingCurve[0].Validation);
        Table sample = model.Sample(500, RandomStream.Of(1));
        Assert.All(((IntegerColumn)sample["age"]).Values, x => Assert.InRange(x, 20, 79));
        Assert.Equal(0, ((IReportingModel)model).Facts["rows_rejected"]!.GetValue<long>());
    }

    [Fact]
    public void DependenceIsLearnedAndConditionsActInAnyDirection()
    {
        // smoker decides dose but for one in ten. Five standard errors of 500 draws are 0.07; the model's own error is allowed 0.1.
        Assert.InRange(Agreement(Toy.Value.Sample(500, RandomStream.Of(3))), 0.73, 1);
        IConditionalModel model = (IConditionalModel)Toy.Value;
        foreach ((string given, string drawn) in new[] { ("smoker", "dose"), ("dose", "smoker") })
        {
            Table known = new([ToyTable(500)[given]]);
            Table rows = model.Sample(known, RandomStream.Of(4));
            Assert.Equal(((DiscreteColumn)known[given]).Codes, ((DiscreteColumn)rows[given]).Codes);
            Assert.InRange(Agreement(rows), 0.73, 1);
            Assert.True(rows.Contains(drawn));
        }
    }

    [Fact]
    public void KnownCellsComeBackAsGivenAndUnknownOnesAreImputed()
    {
        Table known = new([
            new IntegerColumn("age", [150, 30, 0], [false, false, true]),
            new CategoricalColumn("dose", [-1, 0, 0], ["high"]),
        ]);
        Table rows = ((IConditionalModel)Toy.Value).Sample(known, RandomStream.Of(5));
        Assert.Equal([150, 30], ((IntegerColumn)rows["age"]).Values[..2]);
        Assert.Equal(0, rows["age"].MissingCount);
        Assert.Equal(["high", "high"], new[] { rows["dose"].TextAt(1), rows["dose"].TextAt(2) });
        Assert.False(rows["dose"].IsMissing(0));
        Assert.Throws<CausalLoomException>(() =>
            ((IConditionalModel)Toy.Value).Sample(new Table([new CategoricalColumn("dose", [0], ["huge"])]), RandomStream.Of(5)));
    }

    [Fact]
    public void ARowDoesNotDependOnTheBatchItIsDrawnIn()
    {
        ITabularModel wide = Fit(new GreatOptions { SampleBatch = 64, Epochs = 3 }),
            narrow = Fit(new GreatOptions { SampleBatch = 5, Epochs = 3 });
        Assert.Equal(ContractTables.Cells(wide.Sample(70, RandomStream.Of(2))),
            ContractTables.Cells(narrow.Sample(70, RandomStream.Of(2))));
    }

    [Fact]
    public void AdaptersAloneLearnToo()
    {
        ITabularModel model = Fit(new GreatOptions { FineTuning = FineTuning.LowRank, LearningRate = 2e-2 });
        Assert.True(model.TrainingCurve.Min(p => p.Training) < 0.9 * model.TrainingCurve[0].Training);
        Assert.Equal("low_rank", ((IReportingModel)model).Facts["fine_tuning"]!.GetValue<string>());
        Assert.Equal(2 * ((48 * 16) + (16 * 144)), ((IReportingModel)model).Facts["trained_weights"]!.GetValue<int>());
        string[] before = ContractTables.Cells(model.Sample(30, RandomStream.Of(1)));
        Assert.Equal(before, ContractTables.Cells(Named.LoadGenerator(model.Save()).Sample(30, RandomStream.Of(1))));
    }

    [Fact]
    public void FreeWritingRejectsWhatIsNoRowAndSaysHowOften()
    {
        ITabularModel model = Fit(new GreatOptions { Decoding = RowDecoding.Free, Epochs = 12 });
        Table sample = model.Sample(150, RandomStream.Of(1));
        Assert.Equal(150, sample.Rows);
        Assert.All(((IntegerColumn)sample["age"]).Values, x => Assert.InRange(x, 20, 79));
        System.Text.Json.Nodes.JsonObject facts = ((IReportingModel)model).Facts;
        long rejected = facts["rows_rejected"]!.GetValue<long>();
        Assert.True(rejected > 0);
        Assert.Equal(rejected / (150.0 + rejected), facts["rejection_rate"]!.GetValue<double>(), 1e-12);
        ITabularModel hopeless = Fit(new GreatOptions { Decoding = RowDecoding.Free, Epochs = 1, LearningRate = 1e-9, MaxAttempts = 2 });
        Assert.Contains("no proper row in 3 attempts",
            Assert.Throws<CausalLoomException>(() => hopeless.Sample(3, RandomStream.Of(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALowerTemperatureShrinksTheTails()
    {
        ITabularModel cold = Fit(new GreatOptions { Temperature = 0.3 });
        double[] warm = Ages(Toy.Value), cool = Ages(cold);
        Assert.True(Spread(cool) < Spread(warm), $"{Spread(cool)} and {Spread(warm)}");

        static double[] Ages(ITabularModel model) => model.Sample(400, RandomStream.Of(1))["age"].ToNumbers();
        static double Spread(double[] x) =>
            x.GroupBy(v => v).Sum(g => -(g.Count() / (double)x.Length) * Math.Log(g.Count() / (double)x.Length));
    }

    [Fact]
    public void ADamagedNetworkIsRefused()
    {
        foreach ((string key, int value) in new[] { ("width", 1_000_000), ("heads", 5), ("layers", 0), ("context", 90_000_000) })
        {
            ModelState state = Toy.Value.Save();
            state.Settings["network"]![key] = value;
            Assert.Throws<CausalLoomException>(() => Named.LoadGenerator(state));
        }

        ModelState other = Toy.Value.Save();
        other.Settings["merges"]![0] = "x";
        Assert.Throws<CausalLoomException>(() => Named.LoadGenerator(other));
    }

    [Fact]
    public void TheCheckpointIsSmallerThanTheFixtureLimit() =>
        Assert.True(Directory.GetFiles(TinyCheckpoint.Fixture).Sum(f => new FileInfo(f).Length) < 200_000
            && Gpt2Checkpoint.Open(TinyCheckpoint.Fixture).Weights < 50_000);

    private static double Agreement(Table table) => Enumerable.Range(0, table.Rows)
        .Count(i => table["smoker"].TextAt(i) == "yes" == (table["dose"].TextAt(i) == "high")) / (double)table.Rows;

    private static ITabularModel Fit(GreatOptions options)
    {
        GreatOptions used = options with
        {
            LearningRate = options.LearningRate ?? 4e-3,
            Epochs = options.Epochs == 100 ? 25 : options.Epochs,
            BatchSize = 16,
            Dropout = 0,
            ValidationShare = 0,
        };
        return new GreatGenerator(TinyCheckpoint.Random, used).Fit(ToyTable(300), FitContext.ForSeed(1));
    }

    private static Table ToyTable(int rows)
    {
        RandomStream stream = RandomStream.Of(11);
        int[] smoker = new int[rows], dose = new int[rows];
        long[] age = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            smoker[i] = stream.NextInt(2);
            dose[i] = stream.NextBernoulli(0.1) ? 1 - smoker[i] : smoker[i];
            age[i] = 20 + stream.NextInt(60);
        }

        return new Table([new BinaryColumn("smoker", smoker, ["no", "yes"]), new IntegerColumn("age", age),
            new CategoricalColumn("dose", dose, ["low", "high"])]);
    }
}
