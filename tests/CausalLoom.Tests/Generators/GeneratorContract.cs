using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Io;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators;

/// <summary>
/// What every generator promises. A generator joins by one line: a sealed class that derives from this one and gives the
/// generator, with settings small enough for a test. Statistical checks allow five standard errors: a false alarm in about
/// one of a million seeds for each, and the seeds are fixed.
/// </summary>
public abstract class GeneratorContract
{
    /// <summary>The generator under test.</summary>
    protected abstract ITabularGenerator Generator { get; }

    /// <summary>What the catalogue must be given to make it, where it needs more than its name: `NAME.OPTION=VALUE`.</summary>
    protected virtual string[] Settings => [];

    /// <summary>The catalogues that have it: the library's own unless a package adds it.</summary>
    protected virtual Catalogues Known => Catalogues.Default;

    private static Table Mixed => ContractFits.Mixed;

    private ITabularModel Fitted => ContractFits.Of(GetType(), Generator);

    private Table Drawn => ContractFits.Sample(GetType(), Generator);

    [Fact]
    public void TheCatalogueMakesIt()
    {
        Choice<ITabularGenerator> choice = new(Known.Generators, "generator", Generator.Name);
        Choice.Apply(Settings.Select(OptionSetting.Parse), choice);
        Assert.IsType(Generator.GetType(), choice.Create());
        Assert.Equal(Generator.Name, choice.Create().Name);
    }

    [Fact]
    public void TheSameSeedGivesTheSameRowsForAnyNumberOfThreadsAndAnotherSeedOthers()
    {
        ITabularModel again = Generator.Fit(Mixed, FitContext.ForSeed(1, threads: 3));
        string[] first = ContractTables.Cells(again.Sample(60, RandomStream.Of(3)));
        Assert.Equal(first, ContractTables.Cells(Fitted.Sample(60, RandomStream.Of(3))));
        Assert.NotEqual(first, ContractTables.Cells(Fitted.Sample(60, RandomStream.Of(4))));
    }

    // Broken off again and again, each time a little later, as by a reboot; then a fit that finds everything trained.
    [Fact]
    public void AFitThatWasBrokenOffGoesOnToTheSameRows()
    {
        string[] whole = ContractTables.Cells(Fitted.Sample(60, RandomStream.Of(3)));
        string folder = Directory.CreateTempSubdirectory("loom work ").FullName;
        int kept = 0;
        ITabularModel? model = null;
        for (int most = 2; model is null; most = (2 * most) + 1)
        {
            model = Fit(folder, most, out int now);
            kept += now;
        }

        Assert.Equal(whole, ContractTables.Cells(model.Sample(60, RandomStream.Of(3))));
        Assert.Equal(whole, ContractTables.Cells(Fit(folder, int.MaxValue, out int trained)!.Sample(60, RandomStream.Of(3))));
        Assert.True(trained <= 4 || trained < kept / 2, $"{trained} states were kept where all was trained, and {kept} before.");
        Directory.Delete(folder, recursive: true);
    }

    private ITabularModel? Fit(string folder, int most, out int kept)
    {
        int count = 0;
        using WorkFolder work = WorkFolder.Open(folder, "a fit", held => new WorkFolder(folder, held)
        {
            Interval = 0,
            Keeping = () =>
            {
                if (Interlocked.Increment(ref count) > most)
                {
                    throw new OperationCanceledException();
                }
            },
        });
        try
        {
            return Generator.Fit(Mixed, FitContext.ForSeed(1, threads: 2) with { Work = work });
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            kept = count;
        }
    }

    [Fact]
    public void SeveralThreadsMayDrawFromOneFitAtOnce()
    {
        string[][] alone = [.. Enumerable.Range(0, 12).Select(i => ContractTables.Cells(Fitted.Sample(40 + (7 * i), RandomStream.Of(i))))];
        string[][] together = new string[alone.Length][];
        Parallel.For(0, alone.Length, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
            together[i] = ContractTables.Cells(Fitted.Sample(40 + (7 * i), RandomStream.Of(i))));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void ColumnsTypesLevelsRangesWholenessAndDecimalsAreKept()
    {
        Table table = Mixed, sample = Drawn;
        Assert.Equal(table.Columns.Select(c => (c.Name, c.Type)), sample.Columns.Select(c => (c.Name, c.Type)));
        for (int j = 0; j < table.Columns.Count; j++)
        {
            Column real = table.Columns[j], made = sample.Columns[j];
            Assert.Equal((real as DiscreteColumn)?.Levels, (made as DiscreteColumn)?.Levels);
            Assert.Equal((real as ContinuousColumn)?.Decimals, (made as ContinuousColumn)?.Decimals);
            double[] seen = [.. real.ToNumbers().Where(x => !double.IsNaN(x))];
            foreach (double x in made.ToNumbers().Where(x => !double.IsNaN(x)))
            {
                Assert.InRange(x, seen.Min(), seen.Max());
            }
        }

        Assert.All(((ContinuousColumn)sample["bmi"]).Values.Where(x => !double.IsNaN(x)), x => Assert.Equal(Math.Round(x, 3), x));
        Assert.DoesNotContain(4, ((CategoricalColumn)sample["site"]).Codes);
        Assert.All(((ContinuousColumn)sample["constant"]).Values, x => Assert.Equal(7.25, x));
        Assert.Equal(4000, sample["gone"].MissingCount);
        Assert.All(((CategoricalColumn)sample["single"]).Codes, c => Assert.Equal(0, c));
    }

    [Fact]
    public void RatesOfMissingValuesLevelsAndZerosAreReproduced()
    {
        const int rows = 4000;
        Table table = Mixed, sample = Drawn;
        for (int j = 0; j < table.Columns.Count; j++)
        {
            Close($"missing {table.Columns[j].Name}", Rate(table, j, (c, i) => c.IsMissing(i)),
                Rate(sample, j, (c, i) => c.IsMissing(i)), rows);
        }

        Close("income = 0", Rate(table, 1, (c, i) => c.NumberAt(i) == 0), Rate(sample, 1, (c, i) => c.NumberAt(i) == 0), rows);
        Close("sex = m", Rate(table, 3, (c, i) => c.TextAt(i) == "m"), Rate(sample, 3, (c, i) => c.TextAt(i) == "m"), rows);
        Close("site = a", Rate(table, 4, (c, i) => c.TextAt(i) == "a"), Rate(sample, 4, (c, i) => c.TextAt(i) == "a"), rows);
    }

    [Fact]
    public void MissingnessIsGeneratedJointlyWithTheOtherColumns()
    {
        // y is missing exactly where g = 1; an independent mask would give a rate of 1/3 in both groups.
        int[] group = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 1 : 0)];
        RandomStream stream = RandomStream.Of(8);
        double[] y = [.. group.Select(g => g == 1 ? double.NaN : stream.NextNormal())];
        Table sample = Fit(new Table([new BinaryColumn("g", group, ["0", "1"]), new ContinuousColumn("y", y)]))
            .Sample(1000, RandomStream.Of(2));
        int[] codes = ((BinaryColumn)sample["g"]).Codes;
        double one = codes.Where((g, i) => g == 1 && sample["y"].IsMissing(i)).Count() / (double)codes.Count(g => g == 1);
        double zero = codes.Where((g, i) => g == 0 && sample["y"].IsMissing(i)).Count() / (double)codes.Count(g => g == 0);
        Assert.True(one - zero > 0.5, $"missing rates {one:0.000} and {zero:0.000}");
    }

    [Fact]
    public void SavingAndLoadingChangesNothing()
    {
        ITabularModel loaded = Known.LoadGenerator(Reread(Fitted.Save()));
        Assert.Equal(ContractTables.Cells(Fitted.Sample(80, RandomStream.Of(9))),
            ContractTables.Cells(loaded.Sample(80, RandomStream.Of(9))));
        Assert.Equal(Fitted.TrainingCurve, loaded.TrainingCurve);
    }

    [Fact]
    public void ADamagedStateIsRefusedWithOneLine()
    {
        ModelState state = Reread(Fitted.Save());
        state.Settings.Remove(state.Settings.First().Key);
        string message = Assert.Throws<CausalLoomException>(() => Known.LoadGenerator(state)).Message;
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1203)]
    public void AnyNumberOfRowsCanBeDrawn(int rows)
    {
        Table sample = Fitted.Sample(rows, RandomStream.Of(1));
        Assert.Equal(rows, sample.Rows);
        Assert.Equal(8, sample.Columns.Count);
    }

    [Fact]
    public void TwoRowsAreEnough()
    {
        Table two = ContractTables.Mixed(2), sample = Fit(two).Sample(20, RandomStream.Of(1));
        Assert.Equal(20, sample.Rows);
        Assert.Equal(two.Columns.Select(c => c.Type), sample.Columns.Select(c => c.Type));
    }

    [Fact]
    public void FewerThanTwoRowsOrNoColumnIsRefusedByName()
    {
        Assert.Contains(Generator.Name, Assert.Throws<CausalLoomException>(() => Fit(ContractTables.Mixed(1))).Message,
            StringComparison.Ordinal);
        Assert.Contains(Generator.Name, Assert.Throws<CausalLoomException>(() => Fit(new Table([]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneColumnOfAnyKindIsEnough()
    {
        Table table = ContractTables.Mixed(60);
        foreach (Column column in table.Columns)
        {
            Table sample = Fit(new Table([column])).Sample(30, RandomStream.Of(1));
            Assert.Equal(column.Name, Assert.Single(sample.Columns).Name);
        }
    }

    [Fact]
    public void ExtremeNumbersAndIdentifiersDoNotBreakIt()
    {
        Table awkward = new([
            new ContinuousColumn("huge", [.. Enumerable.Range(0, 80).Select(i => (i - 40) * 4e306)]),
            new ContinuousColumn("tiny", [.. Enumerable.Range(0, 80).Select(i => i * 1e-312)]),
            new IntegerColumn("big", [.. Enumerable.Range(0, 80).Select(i => long.MaxValue - (i * 1000L))]),
            new CategoricalColumn("id", [.. Enumerable.Range(0, 80)], [.. Enumerable.Range(0, 80).Select(i => $"P{i:000}")]),
            new BinaryColumn("rare", [.. Enumerable.Range(0, 80).Select(i => i == 7 ? 1 : 0)], ["no", "yes"]),
        ]);
        Table sample = Fit(awkward).Sample(200, RandomStream.Of(1));
        Assert.All(((ContinuousColumn)sample["huge"]).Values, x => Assert.InRange(x, -40 * 4e306, 39 * 4e306));
        Assert.All(((ContinuousColumn)sample["tiny"]).Values, x => Assert.InRange(x, 0, 79e-312));
        Assert.All(((IntegerColumn)sample["big"]).Values, x => Assert.InRange(x, long.MaxValue - 81000, long.MaxValue));
        Assert.True(((CategoricalColumn)sample["id"]).Codes.Distinct().Count() > 20);
    }

    [Fact]
    public void TheOrderOfRowsDoesNotMatterToTheLaw()
    {
        // Two laws fitted to the same rows in another order: means within five standard errors of a difference.
        Table table = Mixed;
        int[] backwards = [.. Enumerable.Range(0, table.Rows).Reverse()];
        Table a = Drawn, b = Fit(table.Take(backwards)).Sample(3000, RandomStream.Of(2));
        Close("sex = m", Rate(a, 3, (c, i) => c.TextAt(i) == "m"), Rate(b, 3, (c, i) => c.TextAt(i) == "m"), 1500);
        double[] x = Present(a["bmi"]), y = Present(b["bmi"]);
        Assert.InRange(x.Average() - y.Average(), -5 * 4.2 * Math.Sqrt(2.0 / 2500), 5 * 4.2 * Math.Sqrt(2.0 / 2500));
    }

    [Fact]
    public void ACancelledFitStops()
    {
        using CancellationTokenSource before = new();
        before.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Generator.Fit(Mixed, FitContext.ForSeed(1) with { Cancellation = before.Token }));

        // And once it has begun: at its first report of progress.
        using CancellationTokenSource begun = new();
        FitContext context = FitContext.ForSeed(1) with { Cancellation = begun.Token, Progress = new Progress(begun.Cancel) };
        Assert.ThrowsAny<OperationCanceledException>(() => Generator.Fit(Mixed, context));
    }

    [Fact]
    public void DependenceIsLearned()
    {
        // bmi and sex depend on the same health: the difference of mean bmi between the sexes is about 3.9 in the data.
        Table table = Mixed, sample = Drawn;
        double real = Difference(table), made = Difference(sample);
        Assert.InRange(made, 0.5 * real, 1.5 * real);
    }

    private static double Difference(Table table)
    {
        double[] bmi = table["bmi"].ToNumbers();
        int[] sex = ((BinaryColumn)table["sex"]).Codes;
        return Mean(1) - Mean(0);

        double Mean(int level) => bmi.Where((x, i) => sex[i] == level && !double.IsNaN(x)).Average();
    }

    private static double[] Present(Column column) => [.. column.ToNumbers().Where(x => !double.IsNaN(x))];

    private static double Rate(Table table, int j, Func<Column, int, bool> test) =>
        Enumerable.Range(0, table.Rows).Count(i => test(table.Columns[j], i)) / (double)table.Rows;

    private static void Close(string what, double expected, double actual, int rows)
    {
        double tolerance = (5 * Math.Sqrt(expected * (1 - expected) / rows)) + 1e-9;
        Assert.True(Math.Abs(expected - actual) <= tolerance,
            $"{what}: {expected:0.0000} in the data, {actual:0.0000} generated, ±{tolerance:0.0000} allowed");
    }

    /// <summary>The state after its settings have been written as text and read again, as in a file.</summary>
    private static ModelState Reread(ModelState state)
    {
        ModelState read = new(state.Kind);
        foreach ((string key, System.Text.Json.Nodes.JsonNode? value) in System.Text.Json.Nodes.JsonNode.Parse(
            state.Settings.ToJsonString())!.AsObject().ToArray())
        {
            read.Settings[key] = value?.DeepClone();
        }

        foreach ((string key, Tensor tensor) in state.Tensors)
        {
            read.Tensors[key] = tensor;
        }

        return read;
    }

    private ITabularModel Fit(Table table) => Generator.Fit(table, FitContext.ForSeed(1));

    private sealed class Progress(Action report) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => report();
    }
}
