using CausalLoom.Data;
using CausalLoom.Mechanisms.Stacking;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Tests.Mechanisms;

/// <summary>Rows that are encoded when they are asked for are those that are kept, to the bit, and so is what is fitted to them.</summary>
public sealed class MadeRowsTests
{
    private const int N = 1500;

    public static TheoryData<string> Encodings { get; } = ["default", "raw", "trees", "first dropped"];

    private static Table Mixed { get; } = MakeTable();

    [Theory]
    [MemberData(nameof(Encodings))]
    public void EncodedRowsAreThoseOfTheMatrix(string encoding)
    {
        FeatureOptions options = encoding switch
        {
            "raw" => FeatureOptions.Raw,
            "trees" => FeatureOptions.ForTrees,
            "first dropped" => FeatureOptions.Default with { DropFirst = true, MaxLevels = 3 },
            _ => FeatureOptions.Default,
        };
        (FeatureEncoder encoder, Matrix whole) = FeatureEncoder.FitEncode(Mixed, options);
        AssertSame(whole, new RowView(encoder.Bind(Mixed)), encoder.Width);
    }

    [Fact]
    public void TheStackSeesTheSameRowsMadeOrKept()
    {
        StackFeatures features = StackFeatures.Fit(Mixed);
        StackRows kept = features.Rows(Mixed), made = features.Rows(Mixed, 0);
        Matrix z = features.Linear(Mixed);
        AssertSame(z, made.Linear, features.LinearWidth);
        AssertSame(z, kept.Linear, features.LinearWidth);
        StackTerms terms = TermSearch.Run(z, [.. Enumerable.Range(0, N).Select(i => (z[i, 0] * z[i, 1]) + (z[i, 0] * z[i, 0]))], null,
            CurveKnots.Outcome);
        Matrix whole = new(N, terms.Width);
        for (int i = 0; i < N; i++)
        {
            terms.Write(z.Row(i), whole.Row(i));
        }

        Assert.True(terms.Width > features.LinearWidth + 1);
        AssertSame(whole, made.With(terms), terms.Width);
        AssertSame(whole, kept.With(terms), terms.Width);
        AssertSame(features.Trees(Mixed), made.Trees, features.TreesWidth);
    }

    [Fact]
    public void WhatIsFittedToThemIsTheSame()
    {
        StackFeatures features = StackFeatures.Fit(Mixed);
        RandomStream random = RandomStream.Of(3);
        int[] rows = [.. Enumerable.Range(0, 900).Select(_ => random.NextInt(N))];
        StackRows kept = features.Rows(Mixed).At(rows), made = features.Rows(Mixed, 0).At(rows);
        double[] y = [.. rows.Select(i => Mixed["d"].NumberAt(i) + (i % 3))];
        double[] labels = [.. y.Select(v => v > 1.5 ? 1.0 : 0)];
        Assert.Equal(LeastSquares.Fit(kept.Linear, y, 1).Coefficients, LeastSquares.Fit(made.Linear, y, 1).Coefficients);
        Assert.All(LeastSquares.Fit(kept.Linear, y, 1).Coefficients, b => Assert.True(double.IsFinite(b)));
        LogisticFit one = LogisticRegression.Fit(kept.Linear, labels, new LogisticOptions(),
            cancellation: TestContext.Current.CancellationToken),
            other = LogisticRegression.Fit(made.Linear, labels, new LogisticOptions(),
                cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(one.Coefficients, other.Coefficients);
        Assert.Equal(one.Predict(kept.Linear), other.Predict(made.Linear));
        int[] all = [.. Enumerable.Range(0, rows.Length)];
        BoostedTrees[] trees = [.. new[] { kept, made }.Select(of => GradientBoosting.Fit(BinnedMatrix.Of(of.Trees), labels, all, [],
            new BoostingOptions { Trees = 30, Loss = BoostingLoss.Logistic }, RandomStream.Of(1), null,
                TestContext.Current.CancellationToken))];
        Assert.Equal(trees[0].Export(), trees[1].Export());
        Assert.Equal(trees[0].Scores(kept.Trees), trees[1].Scores(made.Trees));
    }

    [Fact]
    public void ScoresOfTheFirstTreesAreThoseOfTheTreesCutShort()
    {
        Matrix x = FeatureEncoder.FitEncode(Mixed, FeatureOptions.ForTrees).Features;
        double[] y = [.. Enumerable.Range(0, N).Select(i => Mixed["d"].NumberAt(i))];
        BoostedTrees trees = GradientBoosting.Fit(BinnedMatrix.Of(x), y, [.. Enumerable.Range(0, N)], [],
            new BoostingOptions { Trees = 25 }, RandomStream.Of(1), null, TestContext.Current.CancellationToken);
        int[] counts = [20, 0, 3, 25, 400];
        double[][] scores = trees.Scores(x, counts);
        Assert.Equal(counts.Select(count => trees.Truncate(count).Scores(x)), scores);
        Assert.NotEqual(scores[0], scores[2]);
    }

    [Fact]
    public void AViewOfSomeRowsHasNoFurtherRows() =>
        Assert.Throws<InvalidOperationException>(() => new RowView(new Matrix(3, 1), [0, 1]).At([0]));

    // By cursor forwards, by rows in any order and repeated, over several blocks, and by column.
    private static void AssertSame(Matrix whole, RowView rows, int columns)
    {
        Assert.Equal((whole.Rows, columns), (rows.Rows, rows.Columns));
        RandomStream random = RandomStream.Of(7);
        int[] some = [.. Enumerable.Range(0, 700).Select(_ => random.NextInt(whole.Rows))];
        RowCursor all = rows.Cursor(), taken = rows.At(some).Cursor();
        for (int i = 0; i < whole.Rows; i++)
        {
            Assert.Equal(whole.Row(i)[..columns].ToArray(), all.Row(i).ToArray());
        }

        for (int i = 0; i < some.Length; i++)
        {
            Assert.Equal(whole.Row(some[i])[..columns].ToArray(), taken.Row(i).ToArray());
        }

        for (int j = 0; j < columns; j++)
        {
            Assert.Equal(whole.Column(j), rows.Column(j));
            Assert.Equal(some.Select(i => whole[i, j]), rows.At(some).Column(j));
        }
    }

    private static Table MakeTable()
    {
        RandomStream random = RandomStream.Of(1);
        int[] order = [.. Enumerable.Range(0, N)];
        return new Table(
        [
            new ContinuousColumn("a", [.. order.Select(i => i % 11 == 0 ? double.NaN : 5 + (3 * random.NextNormal()))]),
            new IntegerColumn("n", [.. order.Select(_ => (long)random.NextInt(40))], [.. order.Select(i => i % 13 == 0)]),
            new BinaryColumn("b", [.. order.Select(i => i % 17 == 0 ? -1 : random.NextInt(2))], ["1", "2"]),
            new CategoricalColumn("c", [.. order.Select(i => i % 19 == 0 ? -1 : random.NextInt(6))], ["u", "v", "w", "x", "y", "z"]),
            new ContinuousColumn("d", [.. order.Select(_ => random.NextDouble())]),
        ]);
    }
}
