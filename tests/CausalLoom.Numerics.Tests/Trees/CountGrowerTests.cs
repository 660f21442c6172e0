using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Numerics.Tests.Trees;

public sealed class CountGrowerTests
{
    // Two levels, five levels, continuous with ties, constant, continuous: every way of filling a histogram and of telling a flat feature.
    [Theory]
    [InlineData(12, 1, int.MaxValue, 2, true)]
    [InlineData(300, 1, int.MaxValue, 2, true)]
    [InlineData(300, 5, int.MaxValue, 1, true)]
    [InlineData(2000, 5, int.MaxValue, 3, true)]
    [InlineData(2000, 1, 4, 9, true)]
    [InlineData(700, 30, int.MaxValue, 2, false)]
    public void TreesFromCountsAreThoseFromGradients(int rows, int minLeafRows, int maxDepth, int featuresPerNode, bool bootstrap)
    {
        RandomStream stream = RandomStream.Of(rows + minLeafRows);
        (Matrix x, double[] y) = Sample(rows, stream);
        BinnedMatrix data = BinnedMatrix.Of(x, fineTails: true);
        GrowthOptions options = new()
            { MaxDepth = maxDepth, MinLeafRows = minLeafRows, MinSplitRows = 2, FeaturesPerNode = featuresPerNode, CutMidway = true };
        Assert.True(CountGrower.Serves(data, ForestTask.Classification, weighted: false, rows));
        TreeGrower plain = new(data, options);
        CountGrower counted = new(data, options);
        int[] features = [0, 1, 2, 3, 4];
        for (int t = 0; t < 40; t++)
        {
            int[] draws = new int[rows];
            for (int i = 0; i < rows; i++)
            {
                draws[bootstrap ? stream.NextInt(rows) : i]++;
            }

            int[] kept = [.. Enumerable.Range(0, rows).Where(i => draws[i] > 0)];
            double[] gradients = [.. y.Select((v, i) => draws[i] * (0 - v))], hessians = [.. draws.Select(d => (double)d)];
            Tree expected = plain.GrowDeep(gradients, hessians, y, kept, features, RandomStream.Of(t));
            Assert.Equal(Bits(expected), Bits(counted.Grow(draws, y, features, RandomStream.Of(t))));
            Assert.True(rows < 100 || expected.Leaves > 3);
        }
    }

    [Fact]
    public void AForestOfWholeWeightsIsThatOfCounts()
    {
        // Weights of 1 take the way of gradients, none that of counts: draws and trees are the same.
        (Matrix x, double[] y) = Sample(400, RandomStream.Of(9));
        RandomForestOptions options = new() { Task = ForestTask.Classification, Trees = 20 };
        double[] ones = [.. Enumerable.Repeat(1.0, 400)];
        BinnedMatrix data = BinnedMatrix.Of(x, fineTails: true);
        ForestModel counted = Fit(null), weighted = Fit(ones);
        Assert.Equal(weighted.Export().Select(BitConverter.DoubleToInt64Bits), counted.Export().Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(weighted.OutOfBag!.Predictions, counted.OutOfBag!.Predictions);

        ForestModel Fit(double[]? weights) =>
            RandomForest.Fit(data, y, options, RandomStream.Of(1), weights, cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void WeightsMissingValuesAndNumbersAreLeftToTheOtherGrower()
    {
        (Matrix x, _) = Sample(50, RandomStream.Of(2));
        BinnedMatrix whole = BinnedMatrix.Of(x);
        x[7, 2] = double.NaN;
        Assert.False(CountGrower.Serves(BinnedMatrix.Of(x), ForestTask.Classification, weighted: false, 50));
        Assert.False(CountGrower.Serves(whole, ForestTask.Classification, weighted: true, 50));
        Assert.False(CountGrower.Serves(whole, ForestTask.Regression, weighted: false, 50));
        Assert.False(CountGrower.Serves(whole, ForestTask.Classification, weighted: false, CountSums.MostDraws + 1));
    }

    [Fact]
    public void SumsKeepTheirFieldsApart()
    {
        ulong most = CountSums.Of(CountSums.MostDraws, one: true);
        Assert.Equal((1, CountSums.MostDraws, CountSums.MostDraws), (CountSums.Rows(most), CountSums.Draws(most), CountSums.Ones(most)));
        ulong sum = CountSums.Of(3, one: true) + CountSums.Of(2, one: false);
        Assert.Equal((2, 5, 3), (CountSums.Rows(sum), CountSums.Draws(sum), CountSums.Ones(sum)));
        Assert.False(CountSums.IsPure(sum));
        Assert.True(CountSums.IsPure(sum - CountSums.Of(2, one: false)));
    }

    private static IEnumerable<(int, long, int, bool, int, int, long)> Bits(Tree tree) => tree.Nodes.ToArray()
        .Select(n => (n.Feature, BitConverter.DoubleToInt64Bits(n.Threshold), (int)n.Bin, n.MissingLeft, n.Left, n.Right,
            BitConverter.DoubleToInt64Bits(n.Value)));

    private static (Matrix X, double[] Y) Sample(int rows, RandomStream stream)
    {
        Matrix x = new(rows, 5);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double[] row = [stream.NextInt(2), stream.NextInt(5), Math.Round(stream.NextNormal(), 1), 3, stream.NextNormal()];
            row.CopyTo(x.Row(i));
            y[i] = stream.NextBernoulli(1 / (1 + Math.Exp(-row[0] - row[4] + (0.3 * row[1])))) ? 1 : 0;
        }

        return (x, y);
    }
}
