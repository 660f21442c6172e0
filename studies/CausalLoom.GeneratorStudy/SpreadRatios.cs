using CausalLoom.Data;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>How spread and tails of numeric columns come back: ratios synthetic over real, means over columns; 1 is best.</summary>
/// <param name="Sd">Standard deviations.</param>
/// <param name="Lower">Median − 1 % quantile.</param>
/// <param name="Upper">99 % quantile − median.</param>
public readonly record struct TailRatios(double Sd, double Lower, double Upper)
{
    /// <summary>Compares the numeric columns of two aligned tables; NaN where there are none with spread.</summary>
    public static TailRatios Of(Table real, Table synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        List<double> sd = [], lower = [], upper = [];
        foreach (Column column in real.Columns.Where(c => c is ContinuousColumn or IntegerColumn))
        {
            double[] x = Observed(column), s = Observed(synthetic[column.Name]);
            if (x.Length < 2 || s.Length < 2 || x[0] == x[^1])
            {
                continue;
            }

            sd.Add(SampleStatistics.Sd(s) / SampleStatistics.Sd(x));
            double middle = Quantile(x, 0.5), low = middle - Quantile(x, 0.01), high = Quantile(x, 0.99) - middle;
            double made = Quantile(s, 0.5);
            if (low > 0)
            {
                lower.Add((made - Quantile(s, 0.01)) / low);
            }

            if (high > 0)
            {
                upper.Add((Quantile(s, 0.99) - made) / high);
            }
        }

        return new TailRatios(Mean(sd), Mean(lower), Mean(upper));
    }

    private static double Mean(List<double> values) => values.Count == 0 ? double.NaN : values.Average();

    private static double Quantile(double[] sorted, double p) => SampleStatistics.Quantile(sorted, p);

    private static double[] Observed(Column column) => SampleStatistics.Sorted([.. column.ToNumbers().Where(x => !double.IsNaN(x))]);
}
