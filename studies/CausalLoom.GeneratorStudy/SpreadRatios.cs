using CausalLoom.Data;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.GeneratorStudy;

/// <summary>How spread and tails of numeric columns come back: ratios synthetic over real, means over columns; 1 is best.</summary>
/// <param name="Sd">Standard deviations.</param>
/// <param name="Lower">Median − 1 % quantile.</param>
/// <param name="Upper">99 % quantile − median.</param>
internal readonly record struct SpreadRatios(double Sd, double Lower, double Upper)
{
    /// <summary>Compares the numeric columns of two aligned tables; NaN where there are none with spread.</summary>
    public static SpreadRatios Of(Table real, Table synthetic)
    {
        List<double> sd = [], lower = [], upper = [];
        foreach (Column column in real.Columns.Where(c => c is ContinuousColumn or IntegerColumn))
        {
            double[] x = Observed(column), s = Observed(synthetic[column.Name]);
            if (x.Length < 2 || s.Length < 2 || x[0] == x[^1])
            {
                continue;
            }

            sd.Add(Deviation(s) / Deviation(x));
            AddRatio(lower, Quantile(s, 0.5) - Quantile(s, 0.01), Quantile(x, 0.5) - Quantile(x, 0.01));
            AddRatio(upper, Quantile(s, 0.99) - Quantile(s, 0.5), Quantile(x, 0.99) - Quantile(x, 0.5));
        }

        return new SpreadRatios(Mean(sd), Mean(lower), Mean(upper));
    }

    private static void AddRatio(List<double> ratios, double synthetic, double real)
    {
        if (real > 0)
        {
            ratios.Add(synthetic / real);
        }
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static double Mean(List<double> values) => values.Count == 0 ? double.NaN : values.Average();

    private static double Quantile(double[] sorted, double p) => SortedQuantile.Of(sorted, p);

    private static double[] Observed(Column column) => [.. column.ToNumbers().Where(x => !double.IsNaN(x)).Order()];
}
