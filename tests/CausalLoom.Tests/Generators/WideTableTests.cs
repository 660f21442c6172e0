using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Argn;
using CausalLoom.Generators.Autoregressive.Lm;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Generators.Diffusion;
using CausalLoom.Generators.Flow;
using CausalLoom.Generators.Forest;
using CausalLoom.Generators.Gan;
using CausalLoom.Generators.Vae;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators;

/// <summary>
/// Tables that are wide, or have a category of thousands of levels, through every generator (those that need a server or a checkpoint
/// aside) with its default encoding and network and a few training steps: memory and margins do not wait for training. Memory is
/// bounded by what this thread allocates, which does not depend on the machine's load.
/// </summary>
public sealed class WideTableTests
{
    private const int Columns = 300, Levels = 5000, Steps = 6;
    private const long Megabyte = 1 << 20;

    /// <summary>Language models that someone else must provide.</summary>
    private static readonly string[] Provided = ["great", "llm"];

    /// <summary>Generators whose default training is too long for a test; the others train as they do.</summary>
    private static readonly Dictionary<string, ITabularGenerator> Short = new(StringComparer.Ordinal)
    {
        ["tvae"] = new TvaeGenerator(new TvaeOptions { MaxSteps = Steps }),
        ["ctgan"] = new CtganGenerator(new CtganOptions { Steps = Steps, MinimumSteps = Steps }),
        ["tabddpm"] = new TabDdpmGenerator(new TabDdpmOptions { MaxSteps = Steps, MinimumSteps = Steps, SamplingSteps = 5 }),
        ["argn"] = new ArgnGenerator(new ArgnOptions { Members = 1, Epochs = 1, MinSteps = Steps, MaxSteps = Steps }),
        ["lm"] = new LmGenerator(new LmOptions { Width = 16, Heads = 2, Layers = 1, Epochs = 1, MinSteps = Steps, MaxSteps = Steps }),
        ["arf"] = new ArfGenerator(new ArfOptions { Trees = 10, MaxRounds = 1 }),
        ["causalmix"] = new CausalMixGenerator(new CausalMixOptions
            { Schedule = new TrainingSchedule { MaxSteps = Steps, MinimumEpochs = 0 } }),
        ["nflow"] = new NflowGenerator(new NflowOptions { MaxSteps = Steps }),
    };

    public static TheoryData<string> Generators => [.. Catalogues.Default.Generators.Names.Except(Provided)];

    /// <summary>
    /// `lm` attends over all columns for each column of each row: 300 of them took longer than a unit test may (docs/wide-and-long.md).
    /// </summary>
    public static TheoryData<string> WideGenerators => [.. Catalogues.Default.Generators.Names.Except(Provided).Except(["lm"])];

    [Theory]
    [MemberData(nameof(WideGenerators))]
    public void ThreeHundredColumnsAreLearned(string name)
    {
        Table table = Wide(40, Columns);
        Table sample = Create(name).Fit(table, FitContext.ForSeed(1)).Sample(12, RandomStream.Of(1));
        Assert.Equal(12, sample.Rows);
        Assert.Equal(table.Columns.Select(c => (c.Name, c.Type)), sample.Columns.Select(c => (c.Name, c.Type)));
        Assert.All(sample.Columns.OfType<ContinuousColumn>(), c =>
            Assert.InRange(Present(c).Min(), Present(table[c.Name]).Min(), Present(table[c.Name]).Max()));
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public void ACategoryOfThousandsOfLevelsCostsNoMemoryForEach(string name)
    {
        // One-hot float32 codes of the table, the logits of the drawn rows and their probabilities would each be 6,000 × 5,000 × 4
        // bytes = 114 MiB, and layers of 5,000 units would follow. What 300 levels cost beside it is the generator's own.
        Table table = Coded(6000);
        (_, long few) = FitAndDraw(name, Merged(table, 300));
        (Table sample, long all) = FitAndDraw(name, table);
        Assert.True(all - few < 80 * Megabyte, $"{all / Megabyte} MiB allocated, {few / Megabyte} MiB for 300 levels");

        // Most of the levels occur about once in so many rows: 1 − e⁻¹ of those of equal frequency come back in a fresh sample.
        int[] real = Counts(table), made = Counts(sample);
        Assert.True(made.Count(c => c > 0) > Levels / 3, $"{made.Count(c => c > 0)} levels of {Levels} came back");

        // The commonest levels together, and the rarest half together, have their shares: five standard errors of two samples.
        int[] common = [.. Enumerable.Range(0, Levels).OrderByDescending(c => real[c]).Take(20)];
        Close("the 20 commonest levels", common.Sum(c => real[c]), common.Sum(c => made[c]), 6000);
        int[] rare = [.. Enumerable.Range(0, Levels).OrderBy(c => real[c]).Take(Levels / 2)];
        Close("the rarer half", rare.Sum(c => real[c]), rare.Sum(c => made[c]), 6000);
    }

    private static ITabularGenerator Create(string name) => Short.TryGetValue(name, out ITabularGenerator? generator) ? generator
        : Named.Generator(name);

    private static (Table Sample, long Allocated) FitAndDraw(string name, Table table)
    {
        ITabularGenerator generator = Create(name);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Table sample = generator.Fit(table, FitContext.ForSeed(1)).Sample(6000, RandomStream.Of(1));
        return (sample, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Table Merged(Table table, int levels)
    {
        CategoricalColumn code = (CategoricalColumn)table["code"];
        CategoricalColumn merged = new("code", Array.ConvertAll(code.Codes, c => c % levels), code.Levels[..levels]);
        return new Table([.. table.Columns.Select(c => c.Name == "code" ? merged : c)]);
    }

    private static void Close(string what, int real, int made, int rows)
    {
        double p = (double)real / rows, error = 5 * Math.Sqrt(2 * p * (1 - p) / rows);
        Assert.True(Math.Abs(p - ((double)made / rows)) <= error,
            $"{what}: {p:0.0000} in the data, {(double)made / rows:0.0000} generated, ±{error:0.0000} allowed");
    }

    private static int[] Counts(Table table)
    {
        int[] counts = new int[Levels];
        foreach (int code in ((CategoricalColumn)table["code"]).Codes)
        {
            counts[code]++;
        }

        return counts;
    }

    private static double[] Present(Column column) => [.. column.ToNumbers().Where(x => !double.IsNaN(x))];

    /// <summary>Numbers, counts, two and more levels in turn, one column in ten with missing values, all driven by two factors.</summary>
    private static Table Wide(int rows, int columns)
    {
        RandomStream stream = RandomStream.Of(4);
        double[] f = [.. Enumerable.Range(0, rows).Select(_ => stream.NextNormal())];
        return new Table([.. Enumerable.Range(0, columns).Select(j => WideColumn(f, j, stream.Child(j)))]);
    }

    private static Column WideColumn(double[] f, int j, RandomStream stream)
    {
        double[] x = Array.ConvertAll(f, v => (((j % 5) - 2) * 0.5 * v) + stream.NextNormal());
        bool[] missing = Array.ConvertAll(f, _ => j % 10 == 9 && stream.NextBernoulli(0.1));
        string name = $"v{j}";
        int levels = 3 + (j % 12);
        return (j % 4) switch
        {
            0 => new ContinuousColumn(name, [.. x.Select((v, i) => missing[i] ? double.NaN : Math.Round(v, 3))], 3),
            1 => new IntegerColumn(name, Array.ConvertAll(x, v => (long)Math.Round(5 * v)), missing),
            2 => new BinaryColumn(name, Array.ConvertAll(x, v => v > 0 ? 1 : 0), ["no", "yes"]),
            _ => new CategoricalColumn(name, [.. x.Select((v, i) => missing[i] ? -1 : (int)Math.Clamp(levels / 2 + v, 0, levels - 1))],
                [.. Enumerable.Range(0, levels).Select(k => $"L{k}")]),
        };
    }

    /// <summary>A code of 5,000 levels that all occur, some often; a number that depends on it; a two-level column.</summary>
    private static Table Coded(int rows)
    {
        RandomStream stream = RandomStream.Of(7);
        int[] codes = [.. Enumerable.Range(0, rows).Select(i => i < Levels ? i : stream.NextInt(20))];
        double[] x = Array.ConvertAll(codes, c => Math.Round((c < 20 ? 2 : 0) + stream.NextNormal(), 3));
        return new Table([
            new CategoricalColumn("code", codes, [.. Enumerable.Range(0, Levels).Select(k => $"D{k}")]),
            new ContinuousColumn("x", x, 3),
            new BinaryColumn("b", Array.ConvertAll(x, v => v > 1 ? 1 : 0), ["0", "1"]),
        ]);
    }
}
