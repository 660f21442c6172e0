using CausalLoom.Numerics.Mixtures;

namespace CausalLoom.Data.Encoders;

/// <summary>Decides how a column is coded and fits its modes. Deterministic.</summary>
internal static class ModeSpecificFit
{
    /// <summary>Samples above this size are thinned evenly (in sorted order) before the mixture is fitted.</summary>
    private const int MaxSample = 50_000;

    internal static ModeSpecificColumn Of(Column column, ModeSpecificOptions options)
    {
        bool missing = column.MissingCount > 0;
        if (column is DiscreteColumn discrete)
        {
            return Levels(Counted(Array.ConvertAll(discrete.Codes, c => c < 0 ? double.NaN : c)), missing, options);
        }

        List<(double Value, int Count)> counted = Counted(column.ToNumbers());
        int present = column.Count - column.MissingCount;
        bool repeat = counted.Count <= 2 || present >= 2 * counted.Count;
        return counted.Count <= options.MaxDistinctAsLevels && repeat
            ? new ModeSpecificColumn([], [.. counted.Select(c => c.Value)], [], [], missing)
            : Number(counted, present, missing, options);
    }

    private static ModeSpecificColumn Levels(List<(double Value, int Count)> counted, bool missing, ModeSpecificOptions options)
    {
        HashSet<double> kept = [.. counted.OrderByDescending(c => c.Count).ThenBy(c => c.Value).Take(options.MaxLevels)
            .Select(c => c.Value)];
        List<(double Value, int Count)> pool = [.. counted.Where(c => !kept.Contains(c.Value))];
        double[] atoms = [.. counted.Where(c => kept.Contains(c.Value)).Select(c => c.Value)];
        return new ModeSpecificColumn([], atoms, [.. pool.Select(c => c.Value)], [.. pool.Select(c => (double)c.Count)], missing);
    }

    private static ModeSpecificColumn Number(List<(double Value, int Count)> counted, int present, bool missing,
        ModeSpecificOptions options)
    {
        double threshold = Math.Max(2, options.SpikeShare * present);
        double[] spikes = [.. counted.Where(c => c.Count >= threshold).Select(c => c.Value)];
        List<(double Value, int Count)> rest = [.. counted.Where(c => c.Count < threshold)];
        return rest.Count == 0
            ? new ModeSpecificColumn([], spikes, [], [], missing)
            : new ModeSpecificColumn(Modes(rest, options), spikes, [], [], missing);
    }

    private static NormalMode[] Modes(List<(double Value, int Count)> counted, ModeSpecificOptions options)
    {
        double[] sample = Thin([.. counted.SelectMany(c => Enumerable.Repeat(c.Value, c.Count))]);
        // Squares of numbers beyond ±1e150 overflow; the mixture does not mind the unit.
        double unit = Math.Max(Math.Abs(sample[0]), Math.Abs(sample[^1])) is var largestNumber && largestNumber > 1e100 ? largestNumber : 1;
        BayesianGaussianMixture1D mixture = BayesianGaussianMixture1D.Fit(unit == 1 ? sample : Array.ConvertAll(sample, x => x / unit),
            options.Mixture);
        double largest = mixture.Weights.Max();
        int[] kept = [.. Enumerable.Range(0, mixture.Components)
            .Where(k => mixture.Weights[k] >= Math.Min(options.MinimumModeWeight, largest))];
        double total = kept.Sum(k => mixture.Weights[k]);
        return [.. kept.Select(k =>
            new NormalMode(mixture.Weights[k] / total, unit * mixture.Means[k], unit * Math.Sqrt(mixture.Variances[k])))];
    }

    private static double[] Thin(double[] sorted)
    {
        if (sorted.Length <= MaxSample)
        {
            return sorted;
        }

        double[] thinned = new double[MaxSample];
        for (int i = 0; i < MaxSample; i++)
        {
            thinned[i] = sorted[(int)((i + 0.5) * sorted.Length / MaxSample)];
        }

        return thinned;
    }

    private static List<(double Value, int Count)> Counted(double[] values)
    {
        double[] sorted = [.. values.Where(v => !double.IsNaN(v))];
        Array.Sort(sorted);
        List<(double Value, int Count)> counted = [];
        foreach (double v in sorted)
        {
            if (counted.Count > 0 && counted[^1].Value == v)
            {
                counted[^1] = (v, counted[^1].Count + 1);
            }
            else
            {
                counted.Add((v, 1));
            }
        }

        return counted;
    }
}
