using CausalLoom.Data;
using CausalLoom.Evaluation;

namespace CausalLoom.Report.Charts;

/// <summary>Pearson correlations of the columns that have an order (numbers and two-level columns), on both sides.</summary>
/// <param name="Names">The columns, in the table's order.</param>
/// <param name="Real">[i, j], NaN where a column does not vary.</param>
/// <param name="Synthetic">Likewise.</param>
/// <param name="LeftOut">How many columns have unordered levels and are left out.</param>
internal sealed record Correlations(string[] Names, double[,] Real, double[,] Synthetic, int LeftOut)
{
    public static Correlations Of(Table real, Table synthetic)
    {
        (Table left, Table right) = TableAlignment.Align(real, synthetic);
        int[] ordered = [.. Enumerable.Range(0, left.Columns.Count).Where(j => left.Columns[j].Type != ColumnType.Categorical)];
        double[,] MatrixOf(Table table) => Matrix([.. ordered.Select(j => table.Columns[j].ToNumbers())]);
        return new Correlations([.. ordered.Select(j => left.Columns[j].Name)], MatrixOf(left), MatrixOf(right),
            left.Columns.Count - ordered.Length);
    }

    /// <summary>
    /// The columns whose correlations differ most (by the sum of squared differences), at most <paramref name="limit"/>,
    /// in the table's order.
    /// </summary>
    public int[] MostDifferent(int limit)
    {
        int[] all = [.. Enumerable.Range(0, Names.Length)];
        return all.Length <= limit
            ? all
            : [.. all.OrderByDescending(i => all.Sum(j => Square(Difference(i, j)))).Take(limit).Order()];
    }

    /// <summary>Synthetic minus real; NaN where either is undefined.</summary>
    public double Difference(int i, int j) => Synthetic[i, j] - Real[i, j];

    /// <summary>The correlation of two columns over the rows that have both; NaN where either does not vary there.</summary>
    public static double Pearson(double[] first, double[] second)
    {
        (double n, double meanA, double meanB) = (0, 0, 0);
        for (int i = 0; i < first.Length; i++)
        {
            if (double.IsFinite(first[i]) && double.IsFinite(second[i]))
            {
                n++;
                meanA += first[i];
                meanB += second[i];
            }
        }

        (meanA, meanB) = (meanA / n, meanB / n);
        (double ab, double aa, double bb) = (0, 0, 0);
        for (int i = 0; i < first.Length; i++)
        {
            if (double.IsFinite(first[i]) && double.IsFinite(second[i]))
            {
                ab += (first[i] - meanA) * (second[i] - meanB);
                aa += Square(first[i] - meanA);
                bb += Square(second[i] - meanB);
            }
        }

        // A constant column leaves rounding errors rather than an exact zero.
        bool varies = aa > 1e-20 * n * Square(meanA) && bb > 1e-20 * n * Square(meanB) && aa > 0 && bb > 0;
        return varies ? Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1) : double.NaN;
    }

    private static double[,] Matrix(double[][] columns)
    {
        double[,] matrix = new double[columns.Length, columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                matrix[i, j] = matrix[j, i] = Pearson(columns[i], columns[j]);
            }
        }

        return matrix;
    }

    private static double Square(double value) => double.IsNaN(value) ? 0 : value * value;
}
