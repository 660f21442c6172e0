using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Tests.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Numerics.Tests.Trees;

public sealed class RandomForestTests
{
    private static readonly RandomForestOptions OneFullTree = new()
        { Trees = 1, Bootstrap = false, FeaturesPerNode = 100, MinSplitRows = 2, OutOfBag = false };

    [Theory]
    [InlineData("regression", ForestTask.Regression)]
    [InlineData("classes", ForestTask.Classification)]
    public void OneDeepTreeIsThatOfScikitLearn(string key, ForestTask task)
    {
        JsonNode c = SolverFixtures.Read("forest.json");
        Matrix x = SolverFixtures.Rows(c["x"]);
        double[] y = SolverFixtures.Vector(c[task == ForestTask.Regression ? "y" : "c"]);
        RandomForestOptions options = OneFullTree with { Task = task, MinLeafRows = c["minLeaf"]!.GetValue<int>() };
        ForestModel model = Fit(x, y, options, weights: SolverFixtures.Vector(c["w"]));
        Assert.Equal(c[key]!["leaves"]!.GetValue<int>(), model.Trees[0].Leaves);
        double[] theirs = SolverFixtures.Vector(c[key]!["predictions"]);
        Assert.All(model.Predict(x), (p, i) => Assert.Equal(theirs[i], p, 1e-9));
    }

    [Fact]
    public void AFullTreeInterpolatesDistinctRows()
    {
        (Matrix x, double[] y) = Sample(250, 1);
        ForestModel model = Fit(x, y, OneFullTree);
        Assert.All(model.Predict(x), (p, i) => Assert.Equal(y[i], p, 1e-12));
        Assert.Equal(250, model.Trees[0].Leaves);
    }

    [Fact]
    public void ACutLiesMidwayInItsNode()
    {
        // The root parts by the second feature; below it 1, 2 and 8, 9 part, and 3 … 7 are values of the other side.
        double[] first = [1, 2, 8, 9, 3, 4, 5, 6, 7], second = [0, 0, 0, 0, 1, 1, 1, 1, 1],
            y = [0, 0, 10, 10, 1000, 1000, 1000, 1000, 1000];
        Matrix x = new(9, 2, [.. Enumerable.Range(0, 9).SelectMany(i => new[] { first[i], second[i] })]);
        Tree tree = Fit(x, y, OneFullTree).Trees[0];
        TreeNode root = tree.Nodes[0], inner = tree.Nodes[root.Left];
        Assert.Equal(1, root.Feature);
        Assert.Equal((0, 4.5), (inner.Feature, inner.Threshold));
    }

    [Theory]
    [InlineData(ForestTask.Regression)]
    [InlineData(ForestTask.Classification)]
    public void AWeightOfTwoIsARowTwice(ForestTask task)
    {
        (Matrix x, double[] y) = Sample(300, 2, task);
        double[] w = [.. Enumerable.Range(0, 300).Select(i => (double)(i % 3))];
        int[] rows = [.. Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        RandomForestOptions options = OneFullTree with { Task = task, MaxDepth = 6 };
        double[] weighted = Fit(x, y, options, weights: w).Predict(x);
        double[] repeated = Fit(x.TakeRows(rows), [.. rows.Select(i => y[i])], options).Predict(x);
        Assert.All(weighted, (p, i) => Assert.Equal(p, w[i] > 0 ? repeated[i] : p, 1e-9));
    }

    [Fact]
    public void OrderOfRowsAndColumnsDoesNotMatter()
    {
        (Matrix x, double[] y) = Sample(200, 3);
        RandomForestOptions options = OneFullTree with { MinLeafRows = 3 };
        double[] straight = Fit(x, y, options).Predict(x);
        int[] rows = RandomStream.Of(30).Permutation(200);
        Matrix turned = new(200, 4);
        for (int i = 0; i < 200; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                turned[i, 3 - j] = x[rows[i], j];
            }
        }

        double[] permuted = Fit(turned, [.. rows.Select(i => y[i])], options).Predict(turned);
        Assert.All(permuted, (p, i) => Assert.Equal(straight[rows[i]], p, 1e-9));
    }

    [Fact]
    public void MonotoneTransformsOfFeaturesChangeNoPrediction()
    {
        (Matrix x, double[] y) = Sample(700, 4);
        Matrix transformed = new(700, 4, [.. x.Data.Select((v, i) => i % 4 == 0 ? Math.Exp(v) : i % 4 == 1 ? (v * v * v) + 5 : v)]);
        RandomForestOptions options = new() { Trees = 20, MaxBins = 60 };
        ForestModel a = Fit(x, y, options), b = Fit(transformed, y, options);
        Assert.Equal(a.Predict(x), b.Predict(transformed));
        Assert.Equal(a.OutOfBag!.Predictions, b.OutOfBag!.Predictions);
    }

    [Theory]
    [InlineData(ForestTask.Regression)]
    [InlineData(ForestTask.Classification)]
    public void OutOfBagErrorIsTheErrorOnFreshRows(ForestTask task)
    {
        // Over 1,500 rows either error has a standard error of about 4 %: 20 % apart is a false alarm in fewer than 1 of 1,000 seeds.
        (Matrix x, double[] y) = Sample(1500, 5, task);
        (Matrix fresh, double[] truth) = Sample(1500, 6, task);
        ForestModel model = Fit(x, y, new() { Trees = 100, Task = task });
        double error = model.Predict(fresh).Select((p, i) => (p - truth[i]) * (p - truth[i])).Average();
        Assert.InRange(model.OutOfBag!.SquaredError, 0.8 * error, 1.2 * error);
        double constant = truth.Select(v => (v - truth.Average()) * (v - truth.Average())).Average();
        Assert.True(error < 0.75 * constant);
        if (task == ForestTask.Classification)
        {
            double wrong = model.OutOfBag.Predictions.Select((p, i) => p == 0.5 ? 0.5 : (p > 0.5) == (y[i] == 1) ? 0 : 1).Average();
            Assert.Equal(wrong, model.OutOfBag.ErrorRate, 1e-12);
        }
    }

    [Fact]
    public void OutOfBagPredictionsAreMeansOverTreesThatDidNotSeeTheRow()
    {
        (Matrix x, double[] y) = Sample(400, 7);
        x[3, 0] = x[9, 0] = x[11, 2] = double.NaN;
        ForestModel model = Fit(x, y, new() { Trees = 30 }, threads: 2);
        double seen = 0;
        for (int i = 0; i < 400; i++)
        {
            int[] unseen = [.. Enumerable.Range(0, 30).Where(t => !model.WasInBag(t, i))];
            seen += (30 - unseen.Length) / (30.0 * 400);
            Assert.Equal(unseen.Length, model.OutOfBag!.TreeCounts[i]);
            Assert.Equal(unseen.Average(t => model.Trees[t].Predict(x.Row(i))), model.OutOfBag.Predictions[i], 1e-12);
        }

        // 1 − 1/e of all rows; its standard error is below 0.003.
        Assert.InRange(seen, 0.6321 - 0.015, 0.6321 + 0.015);
    }

    [Fact]
    public void SubsamplesHaveTheirSizeAndNoRepeats()
    {
        (Matrix x, double[] y) = Sample(200, 8);
        ForestModel model = Fit(x, y, new() { Trees = 10, Bootstrap = false, RowShare = 0.3, MinSplitRows = 2 });
        for (int t = 0; t < 10; t++)
        {
            Assert.Equal(60, Enumerable.Range(0, 200).Count(i => model.WasInBag(t, i)));
            Assert.All(Enumerable.Range(0, 200).Where(i => model.WasInBag(t, i)), i =>
                Assert.Equal(y[i], model.Trees[t].Predict(x.Row(i)), 1e-12));
        }
    }

    [Fact]
    public void ThreadsChangeNothing()
    {
        (Matrix x, double[] y) = Sample(500, 9);
        RandomForestOptions options = new() { Trees = 25 };
        ForestModel one = Fit(x, y, options, threads: 1), many = Fit(x, y, options, threads: 5);
        Assert.Equal(one.Export(), many.Export());
        Assert.Equal(one.OutOfBag!.Predictions, many.OutOfBag!.Predictions);
        Assert.Equal(one.Predict(x), many.Predict(x, threads: 3));
        Assert.NotEqual(one.Export(), Fit(x, y, options, seed: 2).Export());
    }

    [Fact]
    public void LimitsOnLeavesAndDepthHold()
    {
        (Matrix x, double[] y) = Sample(600, 10);
        ForestModel model = Fit(x, y, new() { Trees = 15, MinLeafRows = 7, MaxDepth = 5 });
        int[][] leaves = model.Leaves(x, threads: 2);
        for (int t = 0; t < 15; t++)
        {
            Assert.True(model.Trees[t].Leaves <= 32);
            foreach (IGrouping<int, int> leaf in Enumerable.Range(0, 600).Where(i => model.WasInBag(t, i)).GroupBy(i => leaves[t][i]))
            {
                Assert.True(leaf.Count() >= 7);
            }

            Assert.All(Enumerable.Range(0, 600), i => Assert.Equal(model.Trees[t].LeafOf(x.Row(i)), leaves[t][i]));
        }
    }

    [Fact]
    public void MissingValuesFindTheirOwnSide()
    {
        (Matrix x, _) = Sample(300, 11);
        for (int i = 0; i < 300; i += 4)
        {
            x[i, 0] = double.NaN;
        }

        double[] y = [.. Enumerable.Range(0, 300).Select(i => double.IsNaN(x[i, 0]) || x[i, 0] > 0.5 ? 3.0 : 0)];
        Assert.All(Fit(x, y, OneFullTree with { MaxDepth = 1 }).Predict(x), (p, i) => Assert.Equal(y[i], p, 1e-12));
        y = [.. x.Column(0).Select(v => double.IsNaN(v) ? -2.0 : 1.0)];
        Assert.All(Fit(x, y, OneFullTree with { MaxDepth = 1 }).Predict(x), (p, i) => Assert.Equal(y[i], p, 1e-12));
    }

    [Fact]
    public void AnOffsetOfTheTargetMovesPredictionsAndNothingElse()
    {
        (Matrix x, double[] y) = Sample(400, 12);
        RandomForestOptions options = new() { Trees = 10 };
        double[] near = Fit(x, y, options).Predict(x), far = Fit(x, [.. y.Select(v => v + 1e7)], options).Predict(x);
        Assert.All(far, (p, i) => Assert.Equal(near[i], p - 1e7, 1e-6));
    }

    [Fact]
    public void ExtremesAreToldApartInWideSamples()
    {
        // 20,000 values in 255 equal bins would put the 78 largest in one leaf.
        double[] values = [.. Enumerable.Range(0, 20000).Select(i => (double)i)];
        double[] y = [.. values.Select(v => v >= 19998 ? 100.0 : 0)];
        double[] fitted = Fit(new Matrix(20000, 1, values), y, OneFullTree).Predict(new Matrix(3, 1, [19997, 19998, 19999]));
        Assert.Equal([0.0, 100, 100], fitted.Select(v => Math.Round(v, 9)));
    }

    [Fact]
    public void ConstantColumnsAndTargetsMakeOneLeaf()
    {
        Matrix x = new(20, 2, [.. Enumerable.Repeat(1.5, 40)]);
        double[] y = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        Assert.Equal(9.5, Fit(x, y, OneFullTree).Predict(x)[0], 1e-12);
        (Matrix z, _) = Sample(30, 13);
        ForestModel flat = Fit(z, [.. Enumerable.Repeat(0.1, 30)], new() { Trees = 5 });
        Assert.All(flat.Trees, t => Assert.Equal(1, t.Leaves));
        Assert.All(flat.Predict(z), p => Assert.Equal(0.1, p, 1e-15));
    }

    [Fact]
    public void SavedForestsPredictTheSameBits()
    {
        (Matrix x, double[] y) = Sample(200, 14, ForestTask.Classification);
        ForestModel model = Fit(x, y, new() { Trees = 7, Task = ForestTask.Classification });
        double[] saved = model.Export();
        ForestModel read = ForestModel.Import(saved);
        Assert.Equal(model.Predict(x), read.Predict(x));
        Assert.Equal(saved, read.Export());
        Assert.Throws<InvalidOperationException>(() => read.WasInBag(0, 0));
        Assert.Throws<FormatException>(() => ForestModel.Import(saved.AsSpan(0, saved.Length - 1)));
        foreach ((int at, double value) in new[] { (0, 2.0), (1, 0.0), (1, 2.5), (2, 0.0), (3, 99.0) })
        {
            double[] damaged = [.. saved];
            damaged[at] = value;
            Assert.Throws<FormatException>(() => ForestModel.Import(damaged));
        }
    }

    [Fact]
    public void BadInputIsRefused()
    {
        (Matrix x, double[] y) = Sample(30, 15);
        Assert.Throws<ArgumentException>(() => Fit(x, y[1..], new()));
        Assert.Throws<ArgumentException>(() => Fit(x, y, new() { Task = ForestTask.Classification }));
        Assert.Throws<ArgumentException>(() => Fit(x, [double.NaN, .. y[1..]], new()));
        Assert.Throws<ArgumentException>(() => Fit(x, y, new() { Trees = 0 }));
        Assert.Throws<ArgumentException>(() => Fit(x, y, new() { RowShare = 1.5 }));
        Assert.Throws<ArgumentException>(() => Fit(x, y, new(), weights: new double[30]));
        Assert.Throws<ArgumentException>(() => Fit(x, y, new() { Trees = 2 }).Predict(new Matrix(2, 3)));
        Assert.Throws<OperationCanceledException>(() =>
            RandomForest.Fit(x, y, new(), RandomStream.Of(1), cancellation: new CancellationToken(true)));
    }

    private static ForestModel Fit(Matrix x, double[] y, RandomForestOptions options, double[]? weights = null, int threads = 1,
        long seed = 1) =>
        RandomForest.Fit(x, y, options, RandomStream.Of(seed), weights, threads, TestContext.Current.CancellationToken);

    // Continuous, continuous, two levels, nine levels; y = x0 + x1² + 2 x2 + noise, or whether that is large.
    private static (Matrix X, double[] Y) Sample(int rows, long seed, ForestTask task = ForestTask.Regression)
    {
        RandomStream stream = RandomStream.Of(seed);
        Matrix x = new(rows, 4);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double[] row = [stream.NextNormal(), stream.NextNormal(), stream.NextInt(2), stream.NextInt(9)];
            row.CopyTo(x.Row(i));
            y[i] = row[0] + (row[1] * row[1]) + (2 * row[2]) + (0.5 * stream.NextNormal());
            y[i] = task == ForestTask.Regression ? y[i] : y[i] > 1.8 ? 1 : 0;
        }

        return (x, y);
    }
}
