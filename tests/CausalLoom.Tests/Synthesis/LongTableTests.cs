using System.Text;
using CausalLoom.Data;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Generators.Copula;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;
using CausalLoom.Tests.Generators;

namespace CausalLoom.Tests.Synthesis;

/// <summary>Long tables: drawn in blocks, written in a stream, mechanisms learned from a part of the rows.</summary>
public sealed class LongTableTests
{
    private static readonly Lazy<(CausalData Data, IFittedSynthesizer Fitted)> Sequential = new(() =>
    {
        CausalData data = Data(400);
        return (data, new SequentialSynthesizer
            { Generator = new GaussianCopulaGenerator(), Propensity = new LogisticPropensity(), OutcomeModel = new BoostingOutcome() }
            .Fit(data, FitContext.ForSeed(1)));
    });

    [Fact]
    public void WhatFitsIntoOneBlockIsDrawnAsEver()
    {
        IFittedSynthesizer fitted = Sequential.Value.Fitted;
        SyntheticData block = Assert.Single(DrawnBlocks.Of(fitted, 90, RandomStream.Of(5)));
        Assert.Equal(ContractTables.Cells(fitted.Draw(90, RandomStream.Of(5)).Table), ContractTables.Cells(block.Table));
    }

    [Fact]
    public void BlocksHaveAllRowsAreAlikeInSizeAndDoNotDependOnTheOrderTheyAreDrawnIn()
    {
        IFittedSynthesizer fitted = Sequential.Value.Fitted;
        SyntheticData[] blocks = [.. DrawnBlocks.Of(fitted, 1003, RandomStream.Of(5), 100)];
        Assert.Equal(1003, blocks.Sum(b => b.Table.Rows));
        Assert.All(blocks, b => Assert.InRange(b.Table.Rows, 91, 100));
        Assert.Equal(blocks.Length, blocks.Select(b => string.Join('|', ContractTables.Cells(b.Table))).Distinct().Count());

        // The last one alone, from its own stream.
        Table last = fitted.Draw(blocks[^1].Table.Rows, RandomStream.Of(5).Child("block").Child(blocks.Length - 1)).Table;
        Assert.Equal(ContractTables.Cells(last), ContractTables.Cells(blocks[^1].Table));
    }

    [Fact]
    public void RowsInBlocksFollowTheLawOfRowsInOneDraw()
    {
        // Means of 20,000 rows each: five standard errors of a difference, a false alarm in about a million seeds.
        const int rows = 20_000;
        IFittedSynthesizer fitted = Sequential.Value.Fitted;
        SyntheticData blocks = DrawnBlocks.Join([.. DrawnBlocks.Of(fitted, rows, RandomStream.Of(8), 1024)]),
            whole = fitted.Draw(rows, RandomStream.Of(9));
        foreach (string name in new[] { "x", "n", "w", "y" })
        {
            double[] a = blocks.Table[name].ToNumbers(), b = whole.Table[name].ToNumbers();
            double error = 5 * Math.Sqrt((Variance(a) + Variance(b)) / rows);
            Assert.InRange(a.Average() - b.Average(), -error, error);
        }

        double product = Covariance(blocks.Table, "x", "y"), expected = Covariance(whole.Table, "x", "y");
        Assert.InRange(product, 0.9 * expected, 1.1 * expected);
        Assert.Equal(rows, blocks.Truth!.Rows);
        Assert.Equal(blocks.Truth.Mu[1][3] - blocks.Truth.Mu[0][3], blocks.Truth.Cate()[3]);
    }

    [Fact]
    public void MemoryOfALongDrawIsThatOfABlock()
    {
        // Twenty blocks drawn and dropped: what stays reachable after each is no more than after the first.
        IFittedSynthesizer fitted = new JointSynthesizer { Generator = new BootstrapGenerator() }.Fit(Data(200), FitContext.ForSeed(1));
        List<WeakReference> seen = Consume(fitted);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.Equal(20, seen.Count);
        Assert.True(seen.Count(r => r.IsAlive) <= 1, $"{seen.Count(r => r.IsAlive)} blocks are still held");
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static List<WeakReference> Consume(IFittedSynthesizer fitted)
    {
        List<WeakReference> seen = [];
        using MemoryStream csv = new();
        foreach (SyntheticData block in DrawnBlocks.Of(fitted, 20_000, RandomStream.Of(1), 1000))
        {
            seen.Add(new WeakReference(block.Table));
            CsvTableWriter.WriteRows(csv, block.Table, withHead: seen.Count == 1);
        }

        return seen;
    }

    [Fact]
    public void PartsWrittenOneAfterTheOtherAreTheFileOfTheWhole()
    {
        Table table = ContractTables.Mixed(57);
        using MemoryStream whole = new(), parts = new();
        CsvTableWriter.Write(whole, table);
        int[] rows = [.. Enumerable.Range(0, 57)];
        Table[] cut = [table.Take(rows.AsSpan(0, 20)), table.Take(rows.AsSpan(20, 1)), table.Take(rows.AsSpan(21))];
        for (int i = 0; i < cut.Length; i++)
        {
            CsvTableWriter.WriteRows(parts, cut[i], withHead: i == 0);
        }

        Assert.Equal(Encoding.UTF8.GetString(whole.ToArray()), Encoding.UTF8.GetString(parts.ToArray()));
        Assert.Equal(ContractTables.Cells(table), ContractTables.Cells(TableStack.Of(cut)));
        Assert.Throws<ArgumentException>(() => TableStack.Of([table, table.Without("bmi")]));
    }

    [Theory]
    [InlineData(0.5, 50, 50)]
    [InlineData(0.1, 10, 40)]
    [InlineData(0.9, 90, 60)]
    [InlineData(0.01, 2, 4)]
    public void MechanismsOfALongTableAreLearnedFromBothArms(double share, int propensityArm, int outcomeArm)
    {
        // 400 rows stand for a long table: the propensity keeps the shares of the arms, the outcome as much of the rarer arm as fits.
        CausalData data = Data(400, share);
        CausalData assigned = MechanismRows.ForPropensity(data, RandomStream.Of(1), 100),
            learned = MechanismRows.ForOutcome(data, RandomStream.Of(1), 100);
        Assert.Equal(100, assigned.Rows);
        Assert.Equal(100, learned.Rows);
        Assert.Equal(propensityArm, assigned.Treated);
        Assert.Equal(outcomeArm, learned.Treated);
        Assert.Same(data, MechanismRows.ForOutcome(data, RandomStream.Of(1), 400));
        (int[] chosen, int[] others) = MechanismRows.Split(data, RandomStream.Of(1), 100);
        Assert.Equal(Enumerable.Range(0, 400), chosen.Concat(others).Order());
        Assert.Equal(propensityArm, chosen.Sum(i => data.Treatment[i]));
    }

    [Fact]
    public void EffectWeightsOfALongTableComeFromModelsThatDidNotSeeTheRow()
    {
        // Treatment is likelier at large x: the weights 1/(g(1 − g)) of rows in no fold must follow those of the process as well.
        CausalData data = Assigned(3000);
        double[] part = [.. EffectTargets.Of(data, FitContext.ForSeed(1), most: 1000)[0].Weights!],
            whole = [.. EffectTargets.Of(data, FitContext.ForSeed(1))[0].Weights!];
        Assert.Equal(1, part.Average(), 12);
        double[] truth = [.. ((ContinuousColumn)data.Covariates["x"]).Values.Select(x => Math.Pow(1 + Math.Exp(-x), 2) / Math.Exp(-x))];
        Assert.True(Correlation(part, truth) > 0.8, $"{Correlation(part, truth)}");
        Assert.True(Correlation(part, whole) > 0.8, $"{Correlation(part, whole)}");
    }

    [Fact]
    public void AResidualLawOfManyRowsKeepsSomeAndTheirSpread()
    {
        // Exact by construction: whatever is kept has mean 0 and variance 1 in each arm, so the law's σ² is that of the residuals.
        CausalData data = Data(3000);
        double[] means = [.. data.Covariates["x"].ToNumbers().Select((x, i) => (2 * x) + data.Treatment[i])];
        HeteroscedasticResidualLaw few = HeteroscedasticResidualLaw.Fit(data, means, FitContext.ForSeed(1), new ResidualOptions
            { MostResiduals = 200 });
        HeteroscedasticResidualLaw all = HeteroscedasticResidualLaw.Fit(data, means, FitContext.ForSeed(1));
        Assert.Equal([200, 200], new[] { "residuals0", "residuals1" }.Select(name => few.Save().Tensors[name].Shape[0]));
        double[] kept = few.Save().Tensors["residuals1"].AsDoubles()!;
        Assert.Equal(0, kept.Average(), 10);
        Assert.Equal(1, kept.Average(r => r * r), 10);
        double[] a = Draws(few), b = Draws(all);
        double error = 5 * Math.Sqrt(2 * 2.0 / a.Length);
        Assert.InRange(Variance(a) / Variance(b), 1 - error, 1 + error);

        double[] Draws(HeteroscedasticResidualLaw law)
        {
            double[] drawn = law.Draw(data.Covariates, data.Treatment.Codes, means, RandomStream.Of(2));
            return [.. drawn.Select((y, i) => y - means[i])];
        }
    }

    private static CausalData Assigned(int rows)
    {
        RandomStream stream = RandomStream.Of(6);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => stream.NextNormal())];
        int[] w = Array.ConvertAll(x, v => stream.NextBernoulli(1 / (1 + Math.Exp(-v))) ? 1 : 0);
        return CausalData.From(new Table([new ContinuousColumn("x", x), new BinaryColumn("w", w, ["0", "1"]),
            new ContinuousColumn("y", [.. x.Select((v, i) => v + w[i] + stream.NextNormal())])]), "w", "y");
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        return a.Select((v, i) => (v - meanA) * (b[i] - meanB))
            .Sum() / Math.Sqrt(a.Sum(v => (v - meanA) * (v - meanA)) * b.Sum(v => (v - meanB) * (v - meanB)));
    }

    private static CausalData Data(int rows, double share = 0.5)
    {
        RandomStream stream = RandomStream.Of(3);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => Math.Round(stream.NextNormal(), 3))];
        int[] w = [.. Enumerable.Range(0, rows).Select(i => i < share * rows ? 1 : 0)];
        stream.Shuffle<int>(w);
        return CausalData.From(
            new Table([
                new ContinuousColumn("x", x, 3),
                new IntegerColumn("n", [.. x.Select(v => (long)Math.Round(3 * v) + stream.NextInt(3))]),
                new BinaryColumn("w", w, ["0", "1"]),
                new ContinuousColumn("y", [.. x.Select((v, i) => (2 * v) + w[i] + stream.NextNormal())]),
            ]),
            "w",
            "y");
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }

    private static double Covariance(Table table, string first, string second)
    {
        double[] a = table[first].ToNumbers(), b = table[second].ToNumbers();
        double meanA = a.Average(), meanB = b.Average();
        return a.Select((v, i) => (v - meanA) * (b[i] - meanB)).Average();
    }
}
