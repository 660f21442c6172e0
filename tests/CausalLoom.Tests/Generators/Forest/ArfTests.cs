using CausalLoom.Data;
using CausalLoom.Generators.Forest;
using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Forest;

public sealed class ArfTests
{
    // One leaf: everything is independent, so the density is a product of known ones.
    private static readonly ArfOptions OneLeaf = new() { Trees = 3, MinForestLeafRows = 1000, MaxRounds = 1, Smoothing = 1 };

    [Fact]
    public void OneLeafIsTheProductOfATruncatedNormalAndFrequencies()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => Math.Pow(i / 7.0, 1.5))];
        int[] g = [.. Enumerable.Range(0, 40).Select(i => i % 8 == 0 ? -1 : i % 5 == 0 ? 1 : 0)];
        ArfModel model = Fit(new Table([new ContinuousColumn("x", x), new BinaryColumn("g", g, ["a", "b"])]), OneLeaf);

        // The prior weight 0.01 of the column's own variance leaves the variance of all its rows as it is.
        double mean = x.Average(), sd = Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / 39);
        double mass = NormalScores.Cdf((x.Max() - mean) / sd) - NormalScores.Cdf((x.Min() - mean) / sd);
        double[] frequency = [g.Count(k => k == 0) / 40.0, g.Count(k => k == 1) / 40.0, g.Count(k => k < 0) / 40.0];
        double[] at = [0.5, 3, 9.25];
        int[] codes = [0, 1, -1];
        double[] logs = model.LogDensity(new Table([new ContinuousColumn("x", at), new BinaryColumn("g", codes, ["a", "b"])]));
        for (int i = 0; i < 3; i++)
        {
            double expected = NormalScores.Density((at[i] - mean) / sd) / (sd * mass) * frequency[i];
            Assert.Equal(Math.Log(expected), logs[i], 1e-10);
        }

        double outside = model.LogDensity(
            new Table([new ContinuousColumn("x", [x.Max() + 0.1]), new BinaryColumn("g", [0], ["a", "b"])]))[0];
        Assert.Equal(double.NegativeInfinity, outside);
    }

    [Fact]
    public void NumbersThatAreOnePointInTheColumnsRangeAreDrawnAsIt()
    {
        // Scaled by a range of 2e308 the small numbers are all the same: their law has no width, and is none of NaN.
        double[] x = [.. Enumerable.Range(0, 40).Select(i => i < 7 ? -1e308 : i < 14 ? 1e308 : i / 40.0)];
        ArfModel model = Fit(new Table([new ContinuousColumn("x", x),
            new ContinuousColumn("z", [.. x.Select(Math.Sign).Select((s, i) => s + (0.01 * i))])]), new ArfOptions { Trees = 5 });
        Table drawn = model.Sample(100, RandomStream.Of(1));
        Assert.All(drawn["x"].ToNumbers(), v => Assert.InRange(v, -1e308, 1e308));
        Assert.DoesNotContain(model.LogDensity(drawn), double.IsNaN);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.4)]
    public void TheDensityIntegratesToOne(double smoothing)
    {
        // A number with a spike at 0, another number, and a level that can be missing: sums over levels and spike, midpoint rule over
        // numbers.
        const int cells = 160;
        Table table = Spiked(200);
        ArfModel model = Fit(table, new ArfOptions { Trees = 4, Smoothing = smoothing });
        (double lowX, double highX) = Range(table["x"]);
        (double lowY, double highY) = Range(table["y"]);
        double total = 0;
        foreach (int code in new[] { -1, 0, 1 })
        {
            for (int i = -1; i < cells; i++)
            {
                double x = i < 0 ? 0 : lowX + ((i + 0.5) / cells * (highX - lowX)), width = i < 0 ? 1 : (highX - lowX) / cells;
                double[] xs = [.. Enumerable.Repeat(x, cells)],
                    ys = [.. Enumerable.Range(0, cells).Select(k => lowY + ((k + 0.5) / cells * (highY - lowY)))];
                double[] logs = model.LogDensity(new Table([new ContinuousColumn("x", xs), new ContinuousColumn("y", ys),
                    new BinaryColumn("g", [.. Enumerable.Repeat(code, cells)], ["a", "b"])]));
                total += logs.Sum(Math.Exp) * width * (highY - lowY) / cells;
            }
        }

        // The density jumps at some hundred leaf bounds, each known to half a cell.
        Assert.InRange(total, 0.98, 1.02);
    }

    [Fact]
    public void ConditionalDrawsFollowTheRatioOfDensities()
    {
        // P(g = b | x, y) by the density itself, at 6 points with 2,000 draws each: five standard errors are at most 0.056.
        ArfModel model = Fit(Spiked(200), new ArfOptions { Trees = 10 });
        foreach ((double x, double y) in new[] { (-1.0, -1.0), (0.0, 0.3), (0.0, -0.8), (0.7, 0.7), (1.3, 0.2), (-0.4, 0.9) })
        {
            double[] joint = [.. new[] { -1, 0, 1 }.Select(c => Math.Exp(model.LogDensity(
                new Table([new ContinuousColumn("x", [x]), new ContinuousColumn("y", [y]), new BinaryColumn("g", [c], ["a", "b"])]))[0]))];
            Table given = new(
                [new ContinuousColumn("x", [.. Enumerable.Repeat(x, 2000)]), new ContinuousColumn("y", [.. Enumerable.Repeat(y, 2000)])]);
            int[] drawn = ((BinaryColumn)model.Sample(given, RandomStream.Of(4))["g"]).Codes;
            double expected = joint[2] / joint.Sum();
            Assert.InRange(drawn.Count(c => c == 1) / 2000.0, expected - 0.056, expected + 0.056);
        }
    }

    [Fact]
    public void LeavesPartitionAllRowsAndHaveEnoughOfThem()
    {
        ArfModel model = Fit(Spiked(500), new ArfOptions { Trees = 12, MinLeafRows = 7 });
        foreach (ArfTree tree in model.Trees)
        {
            Assert.Equal(Enumerable.Range(0, 500), tree.Rows.Order());
            ArfNode[] leaves = [.. tree.Nodes.Where(n => n.Feature < 0)];
            Assert.Equal(500, leaves.Sum(n => n.Count));
            Assert.All(leaves, n => Assert.True(n.Count >= 7));
            Assert.All(Enumerable.Range(0, 500), p =>
                Assert.InRange(p - tree.Nodes[tree.LeafAt(p)].Start, 0, tree.Nodes[tree.LeafAt(p)].Count - 1));
            Assert.True(leaves.Length > 3);
        }
    }

    [Fact]
    public void BoundsHoldTheLeafsRows()
    {
        ArfModel model = Fit(Spiked(400), new ArfOptions { Trees = 5 });
        double[] low = new double[3], high = new double[3];
        foreach (ArfTree tree in model.Trees)
        {
            foreach (int leaf in Enumerable.Range(0, tree.Nodes.Count).Where(i => tree.Nodes[i].Feature < 0))
            {
                tree.Bounds(leaf, low, high);
                foreach (int row in tree.RowsOf(leaf))
                {
                    Assert.All([0, 1], j => Assert.True(model.Data.Values[j][row] > low[j] && model.Data.Values[j][row] <= high[j]));
                }
            }
        }
    }

    [Fact]
    public void AStrongDependenceRaisesTheFirstRoundsAccuracyAndLaterRoundsLowerIt()
    {
        RandomStream stream = RandomStream.Of(5);
        double[] x = [.. Enumerable.Range(0, 800).Select(_ => stream.NextNormal())];
        Table table = new([new ContinuousColumn("x", x), new ContinuousColumn("y", [.. x.Select(v => v + (0.2 * stream.NextNormal()))])]);
        ArfModel model = Fit(table, new ArfOptions { Trees = 30 });
        Assert.True(model.TrainingCurve[0].Training > 0.8);
        Assert.True(model.TrainingCurve.Count > 1);
        Assert.True(model.TrainingCurve[1].Training < 0.7);
    }

    [Fact]
    public void IndependentColumnsEndAfterTheFirstRounds()
    {
        // Below ½ out of bag, since every value's twin has the other label; its standard error is ½/√2000 = 0.011.
        RandomStream stream = RandomStream.Of(6);
        Table table = new([.. Enumerable.Range(0, 4)
            .Select(j => new ContinuousColumn($"x{j}", [.. Enumerable.Range(0, 1000).Select(_ => stream.NextNormal())]))]);
        ArfModel model = Fit(table, new ArfOptions());
        Assert.InRange(Assert.Single(model.TrainingCurve).Training, 0.3, 0.5);
    }

    [Fact]
    public void LevelsAreOrderedByWhatDependsOnThem()
    {
        // 5,000 levels, two rows a level; y rises with a hidden order of the levels.
        RandomStream stream = RandomStream.Of(7);
        const int levels = 5000;
        int[] hidden = stream.Permutation(levels);
        int[] codes = [.. Enumerable.Range(0, 2 * levels).Select(i => i % levels)];
        double[] y = [.. codes.Select(c => (hidden[c] / (double)levels) + (0.1 * stream.NextNormal()))];
        double[] noise = [.. codes.Select(_ => stream.NextNormal())];
        double[] ranks = LevelRanks.Of(Array.ConvertAll(codes, c => (double)c), levels, [noise, y]);
        Assert.Equal(Enumerable.Range(0, levels).Select(k => (double)k), ranks.Order());
        Assert.True(Correlation(ranks, Array.ConvertAll(hidden, h => (double)h)) > 0.9);

        Table table = new(
            [new CategoricalColumn("id", codes, [.. Enumerable.Range(0, levels).Select(k => $"L{k}")]), new ContinuousColumn("y", y)]);
        Table sample = Fit(table, new ArfOptions { Trees = 20 }).Sample(4000, RandomStream.Of(1));
        double[] made = [.. ((CategoricalColumn)sample["id"]).Codes.Select(c => (double)hidden[c])];
        Assert.True(Correlation(made, sample["y"].ToNumbers()) > 0.6);
    }

    [Fact]
    public void ImpossibleCombinationsAreNotMade()
    {
        // Three sites as dummies: never two at once.
        RandomStream stream = RandomStream.Of(8);
        int[] site = [.. Enumerable.Range(0, 600).Select(_ => stream.NextInt(3))];
        Table table = new(
            [.. Enumerable.Range(0, 3).Select(k => new BinaryColumn($"s{k}", [.. site.Select(s => s == k ? 1 : 0)], ["0", "1"]))]);
        Table sample = Fit(table, new ArfOptions()).Sample(1000, RandomStream.Of(1));
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(1, Enumerable.Range(0, 3).Sum(k => (int)sample.Columns[k].NumberAt(i))));
    }

    [Fact]
    public void NumbersWithADensityAreNotCopied()
    {
        Table table = Spiked(500), sample = Fit(table, new ArfOptions()).Sample(500, RandomStream.Of(3));
        HashSet<double> seen = [.. table["y"].ToNumbers()];
        Assert.DoesNotContain(sample["y"].ToNumbers(), seen.Contains);
        Assert.Contains(0, sample["x"].ToNumbers());
    }

    [Fact]
    public void DensitiesOfOtherColumnsAreRefused()
    {
        ArfModel model = Fit(Spiked(60), new ArfOptions { Trees = 2 });
        Assert.Throws<CausalLoomException>(() => model.LogDensity(new Table([new ContinuousColumn("x", [1, 2])])));
        Assert.Throws<CausalLoomException>(() => Fit(Spiked(60), new ArfOptions { Smoothing = 0 }));
    }

    private static ArfModel Fit(Table table, ArfOptions options) =>
        Assert.IsType<ArfModel>(new ArfGenerator(options).Fit(table, FitContext.ForSeed(1)));

    private static (double Low, double High) Range(Column column) => (column.ToNumbers().Min(), column.ToNumbers().Max());

    private static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b)
            .Sum(p => (p.First - ma) * (p.Second - mb)) / Math.Sqrt(a.Sum(v => (v - ma) * (v - ma)) * b.Sum(v => (v - mb) * (v - mb)));
    }

    private static Table Spiked(int rows)
    {
        RandomStream stream = RandomStream.Of(1);
        double[] x = new double[rows], y = new double[rows];
        int[] g = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            x[i] = stream.NextBernoulli(0.3) ? 0 : stream.NextNormal();
            y[i] = (0.8 * x[i]) + (0.6 * stream.NextNormal());
            g[i] = stream.NextBernoulli(0.1) ? -1 : stream.NextBernoulli(y[i] > 0 ? 0.8 : 0.2) ? 1 : 0;
        }

        return new Table([new ContinuousColumn("x", x), new ContinuousColumn("y", y), new BinaryColumn("g", g, ["a", "b"])]);
    }
}
