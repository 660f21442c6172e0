using CausalLoom.Numerics.Random;
using CausalLoom.Report.Charts;

namespace CausalLoom.Report.Tests.Charts;

public sealed class HistogramBinsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void EveryValueFallsInExactlyOneOfTheSharedBins(int seed)
    {
        (double[] a, double[] b, bool whole) = Sample(seed);
        HistogramBins bins = HistogramBins.Shared(a, b, whole);

        Assert.True(bins.Count >= 1 && bins.Edges.Zip(bins.Edges.Skip(1), (l, r) => l < r).All(ascending => ascending));
        foreach (double[] side in new[] { a, b })
        {
            int[] counts = bins.CountOf(side);
            Assert.Equal(side.Count(double.IsFinite), counts.Sum());
            Assert.Equal(ByDefinition(bins.Edges, side), counts);
            Assert.Equal(side.Any(double.IsFinite) ? 1 : 0, bins.ShareOf(side).Sum(), 12);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TheOrderOfSidesAndValuesDoesNotMatter(int seed)
    {
        (double[] a, double[] b, bool whole) = Sample(seed);
        Assert.Equal(HistogramBins.Shared(a, b, whole).Edges, HistogramBins.Shared([.. b.Reverse()], [.. a.Reverse()], whole).Edges);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void BinsOfWholeNumbersHoldTheSameNumberOfThem(int seed)
    {
        (double[] a, double[] b, _) = Sample(seed);
        double[] edges = HistogramBins.Shared(a.Select(v => Math.Round(v)), b.Select(v => Math.Round(v)), whole: true).Edges;
        double width = edges[1] - edges[0];

        Assert.Equal(Math.Round(width), width);
        Assert.All(edges, edge => Assert.Equal(.5, Math.Abs(edge - Math.Truncate(edge)), 9));
        Assert.All(edges.Zip(edges.Skip(1), (l, r) => r - l), w => Assert.Equal(width, w, 6));
    }

    [Fact]
    public void OneFarValueDoesNotSqueezeTheOthers()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => i / 1000.0), 1e9];
        HistogramBins bins = HistogramBins.Shared(values, values, whole: false);

        Assert.True(bins.OpenAbove);
        Assert.False(bins.Edges[^1] > 2);
        Assert.True(bins.CountOf(values).Count(c => c > 0) > 10);
    }

    [Fact]
    public void ConstantAndEmptyColumnsHaveOneBin()
    {
        Assert.Equal([2], HistogramBins.Shared([3, 3], [], whole: false).CountOf([3, 3]));
        Assert.Equal([2], HistogramBins.Shared([3, 3], [3], whole: true).CountOf([3, 3]));
        Assert.Equal([1], HistogramBins.Shared([1e300], [], whole: false).CountOf([1e300]));
        Assert.Equal([0], HistogramBins.Shared([double.NaN], [], whole: false).CountOf([double.NaN]));
    }

    private static int[] ByDefinition(double[] edges, double[] values)
    {
        int[] counts = new int[edges.Length - 1];
        foreach (double value in values.Where(double.IsFinite))
        {
            int bin = counts.Length - 1;
            while (bin > 0 && value < edges[bin])
            {
                bin--;
            }

            counts[bin]++;
        }

        return counts;
    }

    private static (double[] Real, double[] Synthetic, bool Whole) Sample(int seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        double scale = Math.Pow(10, stream.NextInt(9) - 4);
        bool heavy = stream.NextBernoulli(.4), whole = stream.NextBernoulli(.3);
        double Value()
        {
            double value = heavy ? Math.Exp(2 * stream.NextNormal()) : stream.NextNormal();
            return stream.NextBernoulli(.05) ? double.NaN : whole ? Math.Round(5 * value) : scale * value;
        }

        return ([.. Enumerable.Range(0, stream.NextInt(400)).Select(_ => Value())],
            [.. Enumerable.Range(0, 1 + stream.NextInt(400)).Select(_ => Value())], whole);
    }
}
