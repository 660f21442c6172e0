using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Neighbours;

public sealed class NearestNeighboursTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(7, 5, 3, 2)]
    [InlineData(40, 900, 30, 5)]
    [InlineData(101, 67, 1, 67)]
    public void AgreesWithSortingAllDistances(int n, int m, int d, int k)
    {
        Matrix a = Rounded(n, d, 1), b = Rounded(m, d, 2);
        NeighbourLists found = NearestNeighbours.Find(a, b, k);
        float[] a32 = [.. a.Data.Select(v => (float)v)], b32 = [.. b.Data.Select(v => (float)v)];
        NeighbourLists single = NearestNeighbours.Find(a32, b32, d, k);
        for (int i = 0; i < n; i++)
        {
            (double Distance, int Index)[] all = [.. Enumerable.Range(0, m).Select(j => (Distance(a, i, b, j), j)).Order().Take(k)];
            for (int rank = 0; rank < k; rank++)
            {
                Assert.Equal(all[rank].Index, found.Index(i, rank));
                Assert.Equal(all[rank].Distance, found.Distance(i, rank), 1e-12);
                Assert.Equal(all[rank].Distance, single.Distance(i, rank), 1e-5);
            }
        }
    }

    [Fact]
    public void ExcludesSelfButNotCopies()
    {
        Matrix x = new(4, 2, [0, 0, 0, 0, 3, 4, 10, 10]);
        NeighbourLists self = NearestNeighbours.Find(x, x, 1, excludeSelf: true);
        Assert.Equal([1, 0, 0, 2], self.Indices);
        Assert.Equal([0, 0, 5, Math.Sqrt(85)], self.Distances);
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbours.Find(x, x, 4, excludeSelf: true));
    }

    [Fact]
    public void ACopyIsAtDistanceZeroWhateverItsUnits()
    {
        Matrix x = new(50, 3);
        RandomStream.Of(4).FillNormal(x.Data);
        for (int i = 0; i < x.Data.Length; i++)
        {
            x.Data[i] = (x.Data[i] * 1e-3) + 1e6;
        }

        Assert.All(NearestNeighbours.Find(x, x, 1).Distances, v => Assert.Equal(0, v));
    }

    [Fact]
    public void ThreadsChangeNothing()
    {
        Matrix a = Rounded(333, 8, 5), b = Rounded(421, 8, 6);
        NeighbourLists one = NearestNeighbours.Find(a, b, 4), three = NearestNeighbours.Find(a, b, 4, threads: 3);
        Assert.Equal(one.Indices, three.Indices);
        Assert.Equal(one.Distances, three.Distances);
    }

    // One decimal, so that there are ties to break.
    private static Matrix Rounded(int n, int d, long seed)
    {
        Matrix x = new(n, d);
        RandomStream.Of(seed).FillNormal(x.Data);
        for (int i = 0; i < x.Data.Length; i++)
        {
            x.Data[i] = Math.Round(x.Data[i] * 2) / 2;
        }

        return x;
    }

    private static double Distance(Matrix a, int i, Matrix b, int j)
    {
        double sum = 0;
        for (int k = 0; k < a.Columns; k++)
        {
            sum += (a[i, k] - b[j, k]) * (a[i, k] - b[j, k]);
        }

        return Math.Sqrt(sum);
    }
}
