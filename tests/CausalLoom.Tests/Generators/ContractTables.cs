using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators;

/// <summary>Small awkward tables for <see cref="GeneratorContract"/>.</summary>
internal static class ContractTables
{
    /// <summary>
    /// Every kind of column: numbers with three decimals and 15 % missing, a zero-inflated number, counts with gaps and missing
    /// values, a two-level text column, levels with a level seen once and one never seen, a constant, nothing but missing values.
    /// </summary>
    internal static Table Mixed(int rows, long seed = 1)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] bmi = new double[rows], income = new double[rows], constant = new double[rows], gone = new double[rows];
        long[] visits = new long[rows];
        bool[] noVisits = new bool[rows];
        int[] sex = new int[rows], site = new int[rows], single = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double health = stream.NextNormal();
            bmi[i] = stream.NextBernoulli(0.15) ? double.NaN : Math.Round(27 + (4 * health) + stream.NextNormal(), 3);
            income[i] = stream.NextBernoulli(0.4) ? 0 : Math.Exp(8 + stream.NextNormal());
            visits[i] = 2 * stream.NextInt(12);
            noVisits[i] = stream.NextBernoulli(0.1);
            sex[i] = stream.NextBernoulli(health > 0 ? 0.8 : 0.2) ? 1 : 0;
            site[i] = i == 0 ? 3 : stream.NextInt(3);
            constant[i] = 7.25;
            gone[i] = double.NaN;
        }

        return new Table([
            new ContinuousColumn("bmi", bmi, 3),
            new ContinuousColumn("income", income),
            new IntegerColumn("visits", visits, noVisits),
            new BinaryColumn("sex", sex, ["f", "m"]),
            new CategoricalColumn("site", site, ["a", "b", "c", "once", "never"]),
            new ContinuousColumn("constant", constant),
            new ContinuousColumn("gone", gone),
            new CategoricalColumn("single", single, ["only"]),
        ]);
    }

    /// <summary>All cells as text, row by row.</summary>
    internal static string[] Cells(Table table) =>
        [.. Enumerable.Range(0, table.Rows).SelectMany(i => table.Columns.Select(c => c.IsMissing(i) ? "<missing>" : c.TextAt(i)))];
}
