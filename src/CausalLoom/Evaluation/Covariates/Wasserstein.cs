using CausalLoom.Data;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// The Wasserstein-1 distance of each column in units of its standard deviation, over observed values.
/// Numeric columns: W1 = ∫|F_real − F_synthetic| dx over the real SD. Discrete columns: the same for one-hot vectors, whose
/// W1 is √2·TV and whose total SD is √(1 − Σ p_k²); for two levels this is |p − q| / √(p(1 − p)), the value of a 0/1 column.
/// A column that is constant in the real rows is measured in the SD of both sides together.
/// </summary>
public static class Wasserstein
{
    /// <summary>Mean of W1 / SD over columns; 0 where there are none.</summary>
    public static double Distance(Table real, Table synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        return ColumnMean.Over(real, synthetic, _ => true, OfColumn, 0);
    }

    /// <summary>W1 = ∫|F_a − F_b| dx of two ascending samples, neither empty.</summary>
    public static double Between(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double area = 0, x = Math.Min(a[0], b[0]);
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            double next = Math.Min(i < a.Length ? a[i] : double.PositiveInfinity, j < b.Length ? b[j] : double.PositiveInfinity);
            area += (next - x) * Math.Abs(((double)i / a.Length) - ((double)j / b.Length));
            x = next;
            if (i < a.Length && a[i] <= x)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return area;
    }

    private static double OfColumn(Column real, Column synthetic)
    {
        if (real.MissingCount == real.Count || synthetic.MissingCount == synthetic.Count)
        {
            // Nothing to transport: as far as one SD where just one side is empty.
            return real.MissingCount == real.Count && synthetic.MissingCount == synthetic.Count ? 0 : 1;
        }

        return real is DiscreteColumn discrete ? OfLevels(discrete, (DiscreteColumn)synthetic) : OfNumbers(real, synthetic);
    }

    private static double OfNumbers(Column real, Column synthetic)
    {
        double[] a = ColumnMean.SortedObserved(real), b = ColumnMean.SortedObserved(synthetic);
        return InUnits(Between(a, b), SampleStatistics.Sd(a), SampleStatistics.Sd([.. a, .. b]));
    }

    private static double OfLevels(DiscreteColumn real, DiscreteColumn synthetic)
    {
        double[] p = TotalVariation.Frequencies(real), q = TotalVariation.Frequencies(synthetic);
        double[] both = [.. p.Zip(q, (pk, qk) => (pk + qk) / 2)];
        return InUnits(Math.Sqrt(2) * TotalVariation.Between(p, q), Spread(p), Spread(both));
    }

    private static double Spread(double[] shares) => Math.Sqrt(Math.Max(0, 1 - shares.Sum(p => p * p)));

    private static double InUnits(double distance, double sd, double sdOfBoth) =>
        distance == 0 ? 0 : distance / (sd > 1e-12 * sdOfBoth ? sd : sdOfBoth);
}
