using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Margins;

public sealed class QuantileMapTests
{
    [Fact]
    public void AWrongMarginBecomesTheDatas()
    {
        RandomStream stream = RandomStream.Of(1);
        List<double> generated = [.. Normals(stream.Child("generated"), 8000).Select(z => 3 + (2 * z))];
        double[] data = [.. Normals(stream.Child("data"), 2000).Select(Math.Exp)];
        QuantileMap map = QuantileMap.Of(generated, EmpiricalMargin.Of(data, discrete: false));
        double[] fresh = [.. Normals(stream.Child("fresh"), 4000).Select(z => map.Map(3 + (2 * z), stream.NextDouble()))];

        // Kolmogorov–Smirnov distance of n = 2000, 4000 and the 8000 draws: 1.95·√(1/2000 + 1/4000 + 1/8000), alarm below 0.001.
        Assert.InRange(Distance(data, fresh), 0, 0.0577);
        Assert.InRange(fresh.Max(), 0, data.Max());
    }

    [Fact]
    public void OrderIsKept()
    {
        QuantileMap map = QuantileMap.Of([1, 2, 3, 3, 3, 4], EmpiricalMargin.Of([10, 11, 12, 20, 30], discrete: false));
        double before = 0;
        foreach (double x in new[] { 1.0, 1.5, 2, 2.7, 3, 3.2, 4 })
        {
            double mapped = map.Map(x, 0.5);
            Assert.True(mapped >= before);
            before = mapped;
        }
    }

    [Fact]
    public void EqualGeneratedNumbersSpreadOverWhatTheyStandFor()
    {
        // A head stuck at one number still gives the whole margin.
        QuantileMap map = QuantileMap.Of([.. Enumerable.Repeat(7.0, 100)], EmpiricalMargin.Of([1, 2, 3, 4], discrete: true));
        double[] mapped = [.. Enumerable.Range(0, 100).Select(i => map.Map(7, (i + 0.5) / 100))];
        Assert.All(new[] { 1.0, 2, 3, 4 }, v => Assert.Equal(25, mapped.Count(x => x == v)));
    }

    [Fact]
    public void WithoutGeneratedNumbersTheDatasMarginIsDrawn() =>
        Assert.Equal(3, QuantileMap.Of([], EmpiricalMargin.Of([1, 2, 3, 4], discrete: true)).Map(99, 0.6));

    private static double[] Normals(RandomStream stream, int count)
    {
        double[] z = new double[count];
        stream.FillNormal(z);
        return z;
    }

    private static double Distance(double[] a, double[] b)
    {
        Array.Sort(a);
        Array.Sort(b);
        return a.Concat(b).Max(x => Math.Abs((a.Count(v => v <= x) / (double)a.Length) - (b.Count(v => v <= x) / (double)b.Length)));
    }
}
