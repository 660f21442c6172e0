namespace CausalLoom.Numerics.Trees;

/// <summary>
/// The bins of one feature: bin b holds the values in (Thresholds[b − 1], Thresholds[b]]; missing values have a bin of
/// their own behind them.
/// </summary>
internal sealed class FeatureBins
{
    internal FeatureBins(double[] thresholds) => Thresholds = thresholds;

    /// <summary>Upper bounds of all value bins but the last.</summary>
    internal double[] Thresholds { get; }

    /// <summary>The number of value bins, at least 1.</summary>
    internal int ValueBins => Thresholds.Length + 1;

    /// <summary>The bin of missing values.</summary>
    internal int MissingBin => ValueBins;

    /// <summary>
    /// Bins of nearly equal weight. Cuts lie midway between neighbouring distinct values, and which values are cut apart
    /// depends on their order and weight alone: monotone transforms leave the bins of the rows as they are.
    /// </summary>
    internal static FeatureBins Of(double[] values, double[]? weights, int maxBins)
    {
        (double[] distinct, double[] mass) = Distinct(values, weights);
        List<double> cuts = [];
        double total = mass.Sum(), reached = 0;
        bool each = distinct.Length <= maxBins;
        for (int i = 0; i + 1 < distinct.Length; i++)
        {
            reached += mass[i];
            if (each || reached >= total * (cuts.Count + 1) / maxBins)
            {
                cuts.Add(Midpoint(distinct[i], distinct[i + 1]));
            }
        }

        return new FeatureBins([.. cuts]);
    }

    /// <summary>The bin of a value.</summary>
    internal byte BinOf(double value)
    {
        if (double.IsNaN(value))
        {
            return (byte)MissingBin;
        }

        int low = 0, high = Thresholds.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = value <= Thresholds[middle] ? (low, middle) : (middle + 1, high);
        }

        return (byte)low;
    }

    private static (double[] Values, double[] Mass) Distinct(double[] values, double[]? weights)
    {
        double[] sorted = new double[values.Length];
        double[] mass = new double[values.Length];
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double w = weights?[i] ?? 1;
            if (!double.IsNaN(values[i]) && w > 0)
            {
                sorted[count] = values[i];
                mass[count++] = w;
            }
        }

        Array.Sort(sorted, mass, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++)
        {
            if (distinct > 0 && sorted[i] == sorted[distinct - 1])
            {
                mass[distinct - 1] += mass[i];
            }
            else
            {
                (sorted[distinct], mass[distinct]) = (sorted[i], mass[i]);
                distinct++;
            }
        }

        return (sorted[..distinct], mass[..distinct]);
    }

    // The midpoint must not round up to the upper value, which belongs to the next bin.
    private static double Midpoint(double low, double high)
    {
        double middle = low + ((high - low) / 2);
        return middle < high ? middle : low;
    }
}
