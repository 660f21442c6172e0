using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Tests.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Numerics.Tests.Trees;

public sealed class GradientBoostingTests
{
    private static readonly RandomStream Stream = RandomStream.Of(1);

    [Theory]
    [InlineData("regression")]
    [InlineData("classification")]
    public void TestErrorIsThatOfScikitLearn(string key)
    {
        JsonNode c = SolverFixtures.Read("boosting.json")[key]!;
        BoostingLoss loss = key == "regression" ? BoostingLoss.Squared : BoostingLoss.Logistic;
        BoostingOptions options = loss == BoostingLoss.Squared
            ? new() { MaxLeaves = 15 }
            : new() { Loss = loss, MaxLeaves = 7, L2 = 1, LearningRate = 0.05, Trees = 60 };
        BoostedTrees model = Boost(SolverFixtures.Rows(c["trainX"]), SolverFixtures.Vector(c["trainY"]), options);
        double[] scores = model.Scores(SolverFixtures.Rows(c["testX"])), y = SolverFixtures.Vector(c["testY"]);
        double error = scores.Select((s, i) => loss == BoostingLoss.Squared ? (s - y[i]) * (s - y[i]) : LogisticRegression.Loss(s, y[i]))
            .Average();
        double theirs = c["loss"]!.GetValue<double>();
        Assert.InRange(error, 0.95 * theirs, 1.05 * theirs);
    }

    [Fact]
    public void AStumpIsTheBestSplitInClosedForm()
    {
        RandomStream stream = RandomStream.Of(2);
        Matrix x = Normal(60, 3, stream);
        double[] y = [.. Enumerable.Range(0, 60).Select(i => (x[i, 1] > 0.3 ? 2 : 0) + stream.NextNormal())];
        double[] w = [.. Enumerable.Range(0, 60).Select(_ => stream.NextDouble() + 0.1)];
        const double l2 = 0.7;
        BoostingOptions options = new() { Trees = 1, LearningRate = 1, MaxDepth = 1, MinLeafRows = 5, L2 = l2 };
        Tree tree = Boost(x, y, options, weights: w).Trees[0];

        double mean = LeastSquaresMean(y, w);
        (double Gain, int Feature, double Threshold, double Left, double Right) best = (double.NegativeInfinity, 0, 0, 0, 0);
        for (int f = 0; f < 3; f++)
        {
            double[] sorted = [.. x.Column(f).Order()];
            for (int cut = 5; cut <= 55; cut++)
            {
                double threshold = (sorted[cut - 1] + sorted[cut]) / 2;
                int[] left = [.. Enumerable.Range(0, 60).Where(i => x[i, f] <= threshold)],
                    right = [.. Enumerable.Range(0, 60).Except(left)];
                (double gl, double hl) = (left.Sum(i => w[i] * (y[i] - mean)), left.Sum(i => w[i]) + l2);
                (double gr, double hr) = (right.Sum(i => w[i] * (y[i] - mean)), right.Sum(i => w[i]) + l2);
                best = (gl * gl / hl) + (gr * gr / hr) is var gain && gain > best.Gain ? (gain, f, threshold, gl / hl, gr / hr) : best;
            }
        }

        TreeNode root = tree.Nodes[0];
        Assert.Equal(3, tree.Nodes.Length);
        Assert.Equal(best.Feature, root.Feature);
        Assert.Equal(best.Threshold, root.Threshold, 1e-12);
        Assert.Equal(best.Left, tree.Nodes[root.Left].Value, 1e-12);
        Assert.Equal(best.Right, tree.Nodes[root.Right].Value, 1e-12);
    }

    [Fact]
    public void WithoutPenaltyAFullTreeInterpolates()
    {
        RandomStream stream = RandomStream.Of(3);
        Matrix x = Normal(200, 2, stream);
        double[] y = [.. Enumerable.Range(0, 200).Select(_ => stream.NextNormal())];
        BoostingOptions options = new() { Trees = 1, LearningRate = 1, MinLeafRows = 1, MaxLeaves = int.MaxValue };
        double[] fitted = Boost(x, y, options).Predict(x);
        Assert.All(fitted, (v, i) => Assert.Equal(y[i], v, 1e-9));
    }

    [Fact]
    public void MonotoneTransformsOfFeaturesChangeNoFittedValue()
    {
        (Matrix x, double[] y) = Sample(400, 4);
        Matrix transformed = new(400, 4, [.. x.Data.Select((v, i) => i % 4 == 0 ? Math.Exp(v) : i % 4 == 1 ? (v * v * v) + 5 : v)]);
        BoostingOptions options = new() { Trees = 30, MaxBins = 20 };
        double[] a = Boost(x, y, options).Predict(x);
        Assert.Equal(a, Boost(transformed, y, options).Predict(transformed));
    }

    [Theory]
    [InlineData(BoostingLoss.Squared)]
    [InlineData(BoostingLoss.Logistic)]
    public void WeightsAreRepetitions(BoostingLoss loss)
    {
        (Matrix x, double[] y) = Sample(300, 5);
        y = loss == BoostingLoss.Logistic ? [.. y.Select(v => v > 0 ? 1.0 : 0.0)] : y;
        double[] w = [.. Enumerable.Range(0, 300).Select(i => (double)(i % 4))];
        int[] rows = [.. Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat(i, i % 4))];
        BoostingOptions options = new() { Loss = loss, Trees = 25, MinLeafRows = 1, MinLeafHessian = 4, L2 = 1, MaxBins = 30 };
        double[] weighted = Boost(x, y, options, weights: w).Scores(x);
        double[] repeated = Boost(x.TakeRows(rows), [.. rows.Select(i => y[i])], options).Scores(x);

        // Where two features cut a small leaf alike, rounding chooses between them: only rows without weight can tell.
        Assert.All(weighted, (v, i) => Assert.Equal(v, w[i] > 0 ? repeated[i] : v, 1e-9));
    }

    [Fact]
    public void MissingValuesFindTheirOwnSide()
    {
        // y depends on missingness itself, once beside high values and once alone.
        RandomStream stream = RandomStream.Of(6);
        Matrix x = Normal(400, 2, stream);
        double[] y = new double[400];
        for (int i = 0; i < 400; i++)
        {
            x[i, 0] = i % 4 == 0 ? double.NaN : x[i, 0];
            y[i] = double.IsNaN(x[i, 0]) || x[i, 0] > 0.5 ? 3 : 0;
        }

        BoostingOptions stump = new() { Trees = 1, LearningRate = 1, MaxDepth = 1 };
        Assert.All(Boost(x, y, stump).Predict(x), (v, i) => Assert.Equal(y[i], v, 1e-9));
        y = [.. x.Column(0).Select(v => double.IsNaN(v) ? -2.0 : 1.0)];
        Assert.All(Boost(x, y, stump).Predict(x), (v, i) => Assert.Equal(y[i], v, 1e-9));
    }

    [Fact]
    public void NewlyMissingValuesGoWithTheMany()
    {
        Matrix x = new(100, 1, [.. Enumerable.Range(0, 100).Select(i => (double)i)]);
        double[] y = [.. x.Data.Select(v => v < 30 ? 0.0 : 1.0)];
        BoostedTrees model = Boost(x, y, new() { Trees = 1, LearningRate = 1, MaxDepth = 1 });
        Assert.Equal(1, model.Predict(new Matrix(1, 1, [double.NaN]))[0], 1e-12);
    }

    [Fact]
    public void ConstantColumnsAndTargetsMakeLeavesOnly()
    {
        Matrix x = new(50, 2, [.. Enumerable.Repeat(0.1, 100)]);
        BoostedTrees model = Boost(x, [.. Enumerable.Range(0, 50).Select(i => (double)i)], new() { Trees = 3 });
        Assert.All(model.Trees, t => Assert.Equal(1, t.Leaves));
        Assert.Equal(24.5, model.Predict(x)[0], 1e-9);
        (Matrix z, _) = Sample(50, 7);
        Assert.All(Boost(z, new double[50], new() { Loss = BoostingLoss.Logistic, Trees = 5 }).Predict(z), p => Assert.InRange(p, 0, 0.02));
    }

    [Fact]
    public void EarlyStoppingKeepsTheBestRound()
    {
        (Matrix x, double[] y) = Sample(500, 8);
        BoostedTrees model = Boost(x, y, new() { Trees = 500, LearningRate = 0.3, ValidationShare = 0.3, Patience = 8 });
        Assert.InRange(model.Trees.Count, 1, 200);
        Assert.Equal(model.HeldOutLoss.Min(), model.HeldOutLoss[model.Trees.Count]);
        Assert.Equal(model.Trees.Count + 9, model.HeldOutLoss.Length);
    }

    [Fact]
    public void SubsamplingFollowsItsStream()
    {
        (Matrix x, double[] y) = Sample(300, 9);
        BoostingOptions options = new() { Trees = 20, RowShare = 0.5, FeatureShare = 0.5 };
        double[] a = Boost(x, y, options, stream: RandomStream.Of(5)).Predict(x);
        Assert.Equal(a, Boost(x, y, options, stream: RandomStream.Of(5)).Predict(x));
        Assert.NotEqual(a, Boost(x, y, options, stream: RandomStream.Of(6)).Predict(x));
        double variance = y.Select(v => v * v).Average();
        Assert.True(a.Select((v, i) => (v - y[i]) * (v - y[i])).Average() < 0.7 * variance);
    }

    [Fact]
    public void SavedTreesPredictTheSameBits()
    {
        (Matrix x, double[] y) = Sample(300, 10);
        x[3, 1] = double.NaN;
        BoostedTrees model = Boost(x, y, new() { Trees = 10, MinLeafRows = 5 });
        double[] saved = model.Export();
        Assert.Equal(model.Scores(x), BoostedTrees.Import(saved).Scores(x));
        Assert.Equal(saved, BoostedTrees.Import(saved).Export());
    }

    [Fact]
    public void DamagedTreesAreRefused()
    {
        (Matrix x, double[] y) = Sample(100, 11);
        double[] saved = Boost(x, y, new() { Trees = 2 }).Export();
        Assert.Throws<FormatException>(() => BoostedTrees.Import(saved.AsSpan(0, saved.Length - 1)));
        foreach ((int at, double value) in new[] { (0, 7.0), (1, 1.0), (3, 0.0), (3, double.NaN), (4, 99.0), (8, 0.0), (8, 1e9) })
        {
            double[] damaged = [.. saved];
            damaged[at] = value;
            Assert.Throws<FormatException>(() => BoostedTrees.Import(damaged));
        }
    }

    [Fact]
    public void BadTargetsAndOptionsAreRefused()
    {
        (Matrix x, double[] y) = Sample(50, 12);
        Assert.Throws<ArgumentException>(() => Boost(x, y, new() { Loss = BoostingLoss.Logistic }));
        Assert.Throws<ArgumentException>(() => Boost(x, y[1..], new()));
        Assert.Throws<ArgumentException>(() => Boost(x, y, new() { RowShare = 0 }));
        Assert.Throws<OperationCanceledException>(() =>
            GradientBoosting.Fit(x, y, new(), Stream, cancellation: new CancellationToken(true)));
    }

    private static BoostedTrees Boost(Matrix x, double[] y, BoostingOptions options, double[]? weights = null,
        RandomStream? stream = null) =>
        GradientBoosting.Fit(x, y, options, stream ?? Stream, weights, TestContext.Current.CancellationToken);

    private static double LeastSquaresMean(double[] y, double[] w) => y.Zip(w, (a, b) => a * b).Sum() / w.Sum();

    private static Matrix Normal(int n, int d, RandomStream stream)
    {
        Matrix x = new(n, d);
        stream.FillNormal(x.Data);
        return x;
    }

    private static (Matrix X, double[] Y) Sample(int n, long seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        Matrix x = Normal(n, 4, stream);
        return (x, [.. Enumerable.Range(0, n).Select(i => x[i, 0] + (x[i, 1] * x[i, 2]) + (0.5 * stream.NextNormal()))]);
    }
}
