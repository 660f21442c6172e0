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
    /// <param name="values">The feature; NaN means missing.</param>
    /// <param name="weights">Row weights, or null.</param>
    /// <param name="maxBins">Value bins.</param>
    /// <param name="fineTails">
    /// Whether bins shrink geometrically towards both ends, down to single values: a deep tree then still tells the extremes apart,
    /// for a tenth of the bins.
    /// </param>
    internal static FeatureBins Of(double[] values, double[]? weights, int maxBins, bool fineTails)
    {
        (double[] distinct, double[] mass) = Distinct(values, weights);
        List<double> cuts = [];
        double total = mass.Sum(), reached = 0;
        bool each = distinct.Length <= maxBins;
        if (fineTails && !each && FineCuts(distinct, mass, total, maxBins) is { } fine)
        {
            return new FeatureBins(fine);
        }

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

    // A bin takes at most a third of what lies between it and the nearer end (or one value), and an equal share in the middle:
    // the smallest share that needs no more bins than there are. Null where the ends alone need too many.
    private static double[]? FineCuts(double[] distinct, double[] mass, double total, int maxBins)
    {
        double low = total / maxBins, high = total;
        double[] cuts = CutsOf(distinct, mass, total, high);
        if (cuts.Length >= maxBins)
        {
            return null;
        }

        for (int step = 0; step < 30 && cuts.Length + 1 < maxBins; step++)
        {
            double middle = (low + high) / 2;
            double[] tried = CutsOf(distinct, mass, total, middle);
            (low, high, cuts) = tried.Length < maxBins ? (low, middle, tried) : (middle, high, cuts);
        }

        return cuts;
    }

    private static double[] CutsOf(double[] distinct, double[] mass, double total, double share)
    {
        List<double> cuts = [];
        double reached = 0, start = 0;
        for (int i = 0; i + 1 < distinct.Length; i++)
        {
            reached += mass[i];
            double most = Math.Min(share, Math.Min(start, total - reached) / 3);
            if (reached + (mass[i + 1] / 2) - start > most)
            {
                cuts.Add(Midpoint(distinct[i], distinct[i + 1]));
                start = reached;
            }
        }

        return [.. cuts];
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

        if (weights is null)
        {
            Array.Sort(sorted, 0, count);
        }
        else
        {
            Array.Sort(sorted, mass, 0, count);
        }

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
