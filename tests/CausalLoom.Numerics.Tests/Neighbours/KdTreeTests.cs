using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Neighbours;

/// <summary>The tree against looking at every row, with ties, copies and rows taken out.</summary>
public sealed class KdTreeTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9, 2, 2)]
    [InlineData(300, 3, 1)]
    [InlineData(500, 6, 1)]
    [InlineData(200, 12, 2)]
    public void AgreesWithLookingAtEveryRowWhileRowsAreTakenOut(int rows, int d, int seed)
    {
        // On a grid of whole numbers most queries have several nearest rows: the lowest must win each time.
        Matrix points = Grid(rows, d, seed), queries = Grid(rows, d, seed + 10);
        KdTree tree = new(points);
        SortedSet<int> left = [.. Enumerable.Range(0, rows)];
        for (int q = 0; q < rows; q++)
        {
            (double Squared, int Row) expected = left.Select(row => (Squared(points.Row(row), queries.Row(q)), row)).Min();
            (int row, double distance) = tree.Nearest(queries.Row(q));
            Assert.Equal(expected.Row, row);
            Assert.Equal(Math.Sqrt(expected.Squared), distance);
            Assert.Equal(left.Count, tree.Count);
            Assert.True(tree.Remove(row));
            Assert.False(tree.Remove(row));
            left.Remove(row);
        }

        Assert.Equal((-1, double.PositiveInfinity), tree.Nearest(queries.Row(0)));
    }

    [Fact]
    public void AgreesWithBruteForceOnRealNumbers()
    {
        Matrix points = new(2000, 5), queries = new(300, 5);
        RandomStream.Of(3).Child("points").FillNormal(points.Data);
        RandomStream.Of(3).Child("queries").FillNormal(queries.Data);
        NeighbourLists brute = NearestNeighbours.Find(queries, points, 1);
        KdTree tree = new(points);
        for (int q = 0; q < queries.Rows; q++)
        {
            (int row, double distance) = tree.Nearest(queries.Row(q));
            Assert.Equal(brute.Index(q), row);
            Assert.Equal(brute.Distance(q), distance, 1e-12);
        }
    }

    [Fact]
    public void FindsOnlyTheRowsItHasWithinTheDistanceItMay()
    {
        Matrix points = new(4, 1, [0, 1, 2, 3]);
        KdTree tree = new(points, [1, 3]);
        Assert.Equal((1, 1), tree.Nearest([0]));
        Assert.Equal((1, 1), tree.Nearest([2]));
        Assert.Equal((3, 0.5), tree.Nearest([2.5], within: 0.5));
        Assert.Equal((-1, double.PositiveInfinity), tree.Nearest([0], within: 0.999));
        Assert.Equal((1, 1), tree.Nearest([0], within: 1));
        Assert.False(tree.Remove(0));
        Assert.Equal(2, tree.Count);
    }

    [Fact]
    public void CopiesOfOnePointAreNoTrouble()
    {
        Matrix points = new(100, 2);
        KdTree tree = new(points);
        foreach (int expected in Enumerable.Range(0, 100))
        {
            (int row, double distance) = tree.Nearest([3, 4]);
            Assert.Equal((expected, 5), (row, distance));
            tree.Remove(row);
        }

        Assert.Equal(0, new KdTree(points, []).Count);
        Assert.Equal((-1, double.PositiveInfinity), new KdTree(points, []).Nearest([0, 0]));
    }

    [Fact]
    public void RefusesWhatItCannotSearch()
    {
        Assert.Throws<ArgumentException>(() => new KdTree(new Matrix(1, 1, [double.NaN])));
        Assert.Throws<ArgumentException>(() => new KdTree(new Matrix(2, 1), [0, 0]));
        Assert.Throws<ArgumentException>(() => new KdTree(new Matrix(2, 1), [2]));
        Assert.Throws<ArgumentException>(() => new KdTree(new Matrix(2, 1)).Nearest([0, 0]));
    }

    private static Matrix Grid(int rows, int d, int seed)
    {
        Matrix x = new(rows, d);
        RandomStream stream = RandomStream.Of(seed);
        for (int i = 0; i < x.Data.Length; i++)
        {
            x.Data[i] = stream.NextInt(4);
        }

        return x;
    }

    private static double Squared(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }

        return sum;
    }
}
