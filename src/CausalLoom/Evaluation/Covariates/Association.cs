using CausalLoom.Data;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// The strength of association of two columns over rows where both are observed: Pearson's r for numeric and two-level
/// columns (point-biserial r and φ where levels are 0/1 codes), the correlation ratio η for a number and a column of more
/// levels, Cramér's V for two discrete columns of which one has more than two levels. 0 where either is constant.
/// </summary>
internal static class Association
{
    /// <summary>The association, in [−1, 1]; η and V are never negative.</summary>
    public static double Between(Column a, Column b)
    {
        bool manyA = a is CategoricalColumn, manyB = b is CategoricalColumn;
        return (manyA || manyB, a, b) switch
        {
            (true, DiscreteColumn x, DiscreteColumn y) => CramersV(x, y),
            (true, DiscreteColumn x, _) => CorrelationRatio(x, b),
            (true, _, DiscreteColumn y) => CorrelationRatio(y, a),
            _ => Pearson(Numbers(a), Numbers(b)),
        };
    }

    /// <summary>Pearson's r over rows where neither value is NaN; 0 where either is constant.</summary>
    public static double Pearson(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double n = 0, sumA = 0, sumB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (!double.IsNaN(a[i] + b[i]))
            {
                (n, sumA, sumB) = (n + 1, sumA + a[i], sumB + b[i]);
            }
        }

        double meanA = sumA / n, meanB = sumB / n, saa = 0, sbb = 0, sab = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (!double.IsNaN(a[i] + b[i]))
            {
                double da = a[i] - meanA, db = b[i] - meanB;
                (saa, sbb, sab) = (saa + (da * da), sbb + (db * db), sab + (da * db));
            }
        }

        // A spread that is rounding error of the mean counts as none.
        bool constant = saa <= 1e-24 * n * meanA * meanA || sbb <= 1e-24 * n * meanB * meanB || saa == 0 || sbb == 0;
        return n < 2 || constant ? 0 : Math.Clamp(sab / Math.Sqrt(saa * sbb), -1, 1);
    }

    /// <summary>η = √(between-level variance / total variance).</summary>
    private static double CorrelationRatio(DiscreteColumn levels, Column numbers)
    {
        double[] values = numbers.ToNumbers(), sum = new double[levels.Levels.Length], count = new double[levels.Levels.Length];
        double total = 0, n = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int code = levels.Codes[i];
            if (code >= 0 && !double.IsNaN(values[i]))
            {
                sum[code] += values[i];
                count[code]++;
                total += values[i];
                n++;
            }
        }

        double mean = total / n, between = 0, all = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int code = levels.Codes[i];
            if (code >= 0 && !double.IsNaN(values[i]))
            {
                between += Math.Pow((sum[code] / count[code]) - mean, 2);
                all += Math.Pow(values[i] - mean, 2);
            }
        }

        return all <= 1e-24 * n * mean * mean || all == 0 ? 0 : Math.Sqrt(Math.Min(1, between / all));
    }

    /// <summary>V = √(χ² / (n·(min(r, c) − 1))) over levels that occur.</summary>
    private static double CramersV(DiscreteColumn a, DiscreteColumn b)
    {
        int columns = b.Levels.Length;
        double[] cells = new double[a.Levels.Length * columns], rows = new double[a.Levels.Length], cols = new double[columns];
        double n = 0, chi = 0;
        for (int i = 0; i < a.Count; i++)
        {
            if (a.Codes[i] >= 0 && b.Codes[i] >= 0)
            {
                cells[(a.Codes[i] * columns) + b.Codes[i]]++;
                rows[a.Codes[i]]++;
                cols[b.Codes[i]]++;
                n++;
            }
        }

        for (int cell = 0; cell < cells.Length; cell++)
        {
            double expected = rows[cell / columns] * cols[cell % columns] / n;
            chi += expected > 0 ? (cells[cell] - expected) * (cells[cell] - expected) / expected : 0;
        }

        int freedom = Math.Min(rows.Count(r => r > 0), cols.Count(c => c > 0)) - 1;
        return freedom < 1 ? 0 : Math.Sqrt(Math.Min(1, chi / (n * freedom)));
    }

    private static double[] Numbers(Column column) => column is BinaryColumn binary
        ? Array.ConvertAll(binary.Codes, code => code < 0 ? double.NaN : code)
        : column.ToNumbers();
}
