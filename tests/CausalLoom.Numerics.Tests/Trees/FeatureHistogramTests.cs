using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Numerics.Tests.Trees;

public sealed class FeatureHistogramTests
{
    // Few rows are sorted, some note the bins they touch, many look at all bins; twice, since buffers must come back clean.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(300)]
    [InlineData(700)]
    public void OccupiedBinsHoldTheSumsOfTheirDefinition(int count)
    {
        RandomStream stream = RandomStream.Of(1);
        const int n = 800;
        Matrix x = new(n, 6);
        double[] g = new double[n], h = new double[n];
        for (int i = 0; i < n; i++)
        {
            double two = stream.NextInt(2), normal = stream.NextNormal();
            double[] row = [two, i % 9 == 0 ? double.NaN : two, stream.NextInt(5), normal, i % 5 == 0 ? double.NaN : normal, 3];
            row.CopyTo(x.Row(i));
            (g[i], h[i]) = (stream.NextNormal(), stream.NextDouble());
        }

        BinnedMatrix data = BinnedMatrix.Of(x);
        int[] rows = stream.Permutation(n);
        FeatureHistogram histogram = new(data);
        foreach (int start in new[] { 0, 50 })
        {
            NodeSums total = histogram.TakeNode(rows, start, count, g, h);
            Assert.Equal(rows[start..(start + count)].Sum(i => g[i]), total.Gradient, 1e-10);
            for (int f = 0; f < 6; f++)
            {
                histogram.Fill(f);
                AssertSums(data, f, histogram, rows[start..(start + count)], g, h);
            }
        }
    }

    private static void AssertSums(BinnedMatrix data, int feature, FeatureHistogram histogram, int[] rows, double[] g, double[] h)
    {
        int missing = data.Features[feature].MissingBin;
        IGrouping<byte, int>[] bins = [.. rows.GroupBy(i => data.Bins[feature][i]).Where(b => b.Key != missing).OrderBy(b => b.Key)];
        Assert.Equal(bins.Select(b => b.Key), histogram.Codes.ToArray());
        double[] sums = histogram.Bins.ToArray();
        for (int k = 0; k < bins.Length; k++)
        {
            Assert.Equal(bins[k].Sum(i => g[i]), sums[4 * k], 1e-10);
            Assert.Equal(bins[k].Sum(i => h[i]), sums[(4 * k) + 1], 1e-10);
            Assert.Equal(bins[k].Count(), sums[(4 * k) + 2]);
        }

        int[] holes = [.. rows.Where(i => data.Bins[feature][i] == missing)];
        Assert.Equal(holes.Length, histogram.Missing.Count);
        Assert.Equal(holes.Sum(i => g[i]), histogram.Missing.Gradient, 1e-10);
    }
}
