using CausalLoom.Data;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>The two-sample Kolmogorov–Smirnov statistic, KS = max_x |F_real(x) − F_synthetic(x)|, over observed values.</summary>
public static class KolmogorovSmirnov
{
    /// <summary>Mean of 1 − KS over continuous and integer columns; 1 where there are none.</summary>
    public static double Complement(Table real, Table synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        return ColumnMean.Over(real, synthetic, ColumnMean.IsNumeric, (a, b) =>
            1 - Statistic(ColumnMean.SortedObserved(a), ColumnMean.SortedObserved(b)), 1);
    }

    /// <summary>max_x |F_a(x) − F_b(x)| of two ascending samples; 1 where just one is empty, 0 where both are.</summary>
    public static double Statistic(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return a.IsEmpty && b.IsEmpty ? 0 : 1;
        }

        double largest = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            // Both distribution functions jump over all values equal to x before they are compared.
            double x = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= x)
            {
                i++;
            }

            while (j < b.Length && b[j] <= x)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return largest;
    }
}
