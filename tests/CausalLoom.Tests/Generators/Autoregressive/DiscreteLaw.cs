using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Autoregressive;

/// <summary>A table of three discrete columns with a law that is known exactly: a 3-level a, b | a, and c | a, b.</summary>
internal static class DiscreteLaw
{
    private static readonly double[] OfA = [0.5, 0.3, 0.2];
    private static readonly double[] OfB = [0.2, 0.5, 0.85];
    private static readonly double[,] OfC = { { 0.1, 0.6 }, { 0.7, 0.3 }, { 0.5, 0.9 } };

    internal static double Probability(int a, int b, int c) =>
        OfA[a] * (b == 1 ? OfB[a] : 1 - OfB[a]) * (c == 1 ? OfC[a, b] : 1 - OfC[a, b]);

    /// <summary>P(column = value | another column = given), from the joint law.</summary>
    internal static double Conditional(int column, int value, int other, int given)
    {
        double both = 0, condition = 0;
        foreach (int[] cell in Cells())
        {
            double p = Probability(cell[0], cell[1], cell[2]);
            condition += cell[other] == given ? p : 0;
            both += cell[other] == given && cell[column] == value ? p : 0;
        }

        return both / condition;
    }

    internal static IEnumerable<int[]> Cells() =>
        from a in Enumerable.Range(0, 3) from b in Enumerable.Range(0, 2) from c in Enumerable.Range(0, 2) select new[] { a, b, c };

    internal static Table Draw(int rows, long seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        int[] a = new int[rows], b = new int[rows], c = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            a[i] = stream.NextCategory(OfA);
            b[i] = stream.NextBernoulli(OfB[a[i]]) ? 1 : 0;
            c[i] = stream.NextBernoulli(OfC[a[i], b[i]]) ? 1 : 0;
        }

        return Of(a, b, c);
    }

    internal static Table Of(int[] a, int[] b, int[] c) => new([
        new CategoricalColumn("a", a, ["x", "y", "z"]), new BinaryColumn("b", b, ["0", "1"]), new BinaryColumn("c", c, ["0", "1"])]);
}
