using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Numerics.Tests.Trees;

public sealed class HistogramBuilderTests
{
    // Two levels (whose sums are held in registers), two levels with holes, few levels, many values, one value.
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(301)]
    public void SumsAreThoseOfTheirDefinition(int count)
    {
        RandomStream stream = RandomStream.Of(1);
        Matrix x = new(400, 5);
        double[] g = new double[400], h = new double[400];
        for (int i = 0; i < 400; i++)
        {
            double two = stream.NextInt(2);
            double[] row = [two, i % 9 == 0 ? double.NaN : two, stream.NextInt(5), stream.NextNormal(), 3];
            row.CopyTo(x.Row(i));
            (g[i], h[i]) = (stream.NextNormal(), stream.NextDouble());
        }

        BinnedMatrix data = BinnedMatrix.Of(x, 50);
        int[] rows = stream.Permutation(400)[..count], all = [.. Enumerable.Range(0, 400)], features = [0, 1, 2, 3, 4];
        HistogramBuilder builder = new(data);
        double[] histogram = builder.Rent(), parent = builder.Rent();
        builder.Build(histogram, rows, features, g, h);
        builder.Build(parent, all, features, g, h);
        AssertSums(data, histogram, rows, g, h);
        AssertSums(data, parent, all, g, h);
        builder.Subtract(parent, histogram, features);
        AssertSums(data, parent, [.. all.Except(rows)], g, h);
        Assert.Equal(400.0 - count, builder.Total(parent, 3).Count);
    }

    private static void AssertSums(BinnedMatrix data, double[] histogram, int[] rows, double[] g, double[] h)
    {
        for (int f = 0; f < data.Columns; f++)
        {
            for (int b = 0; b <= data.Features[f].MissingBin; b++)
            {
                int at = 4 * (data.Offsets[f] + b);
                int[] inBin = [.. rows.Where(i => data.Bins[f][i] == b)];
                Assert.Equal(inBin.Sum(i => g[i]), histogram[at], 1e-11);
                Assert.Equal(inBin.Sum(i => h[i]), histogram[at + 1], 1e-11);
                Assert.Equal(inBin.Length, histogram[at + 2]);
            }
        }
    }
}
