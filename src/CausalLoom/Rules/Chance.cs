using CausalLoom.Numerics.Random;
using MathNet.Numerics;

namespace CausalLoom.Rules;

/// <summary>How likely conditions are to hold in all rows by chance, as logarithms.</summary>
internal static class Chance
{
    /// <summary>Φ.</summary>
    public static double Normal(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>Φ⁻¹.</summary>
    public static double NormalQuantile(double p) => Data.NormalQuantile.Of(p);

    /// <summary>log C(n, k).</summary>
    public static double LogChoose(long n, long k) => k < 0 || k > n ? double.NegativeInfinity
        : SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);

    /// <summary>
    /// That two sets of rows do not meet, where normal variables of a given correlation lie behind them and pull them apart as far
    /// as such variables can.
    /// </summary>
    /// <param name="n">All rows.</param>
    /// <param name="a">Rows in the one set.</param>
    /// <param name="b">Rows in the other.</param>
    /// <param name="correlation">The correlation, 0 for sets that have nothing to do with one another.</param>
    public static double LogApart(long n, long a, long b, double correlation)
    {
        if (a + b > n)
        {
            return double.NegativeInfinity;
        }

        const int points = 64;
        double limit = NormalQuantile((double)b / n), rest = Math.Sqrt(1 - (correlation * correlation)), share = 0;
        for (int k = 0; k < points; k++)
        {
            double upper = NormalQuantile(1 - (a * (k + 0.5) / points / n));
            share += Normal((limit - (correlation * upper)) / rest) / points;
        }

        double alone = LogChoose(n - b, a) - LogChoose(n, a);
        return Math.Max(alone, a * Math.Log(1 - share));
    }

    /// <summary>That the rows fall into groups of these sizes in one given order.</summary>
    public static double LogArrangement(IEnumerable<long> sizes)
    {
        long n = 0;
        double log = 0;
        foreach (long size in sizes)
        {
            n += size;
            log += SpecialFunctions.GammaLn(size + 1);
        }

        return log - SpecialFunctions.GammaLn(n + 1);
    }

    /// <summary>
    /// That an equation holds in all of so many rows: as often as it does after one of its columns is shuffled, whichever of them leaves it
    /// most often true. A column that is nearly always zero adds nothing to a sum and proves nothing.
    /// </summary>
    /// <param name="columns">The equation's columns at some rows.</param>
    /// <param name="holds">Whether it holds of a row's values; null where it says nothing, as a ratio of nothing to nothing.</param>
    /// <param name="rows">In how many rows it was seen to hold.</param>
    public static double LogMatches(double[][] columns, Func<double[], bool?> holds, long rows)
    {
        int n = columns[0].Length;
        RandomStream stream = RandomStream.Of(0).Child("rules");
        double[] values = new double[columns.Length];
        double most = 0;
        for (int j = 0; j < columns.Length; j++)
        {
            int[] order = stream.Child(j).Permutation(n);
            int count = 0, defined = 0;
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < values.Length; k++)
                {
                    values[k] = columns[k][k == j ? order[i] : i];
                }

                bool? held = holds(values);
                (count, defined) = (count + (held == true ? 1 : 0), defined + (held is null ? 0 : 1));
            }

            most = Math.Max(most, (count + 1.0) / (defined + 2.0));
        }

        return rows * Math.Log(most);
    }
}
