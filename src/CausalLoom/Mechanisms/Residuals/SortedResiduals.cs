namespace CausalLoom.Mechanisms.Residuals;

/// <summary>Residuals in ascending order with their running sums, so that means of clamped shifts cost a search and no pass.</summary>
internal sealed class SortedResiduals
{
    private readonly double[] _sums;

    /// <param name="values">At least one finite value, in any order; they are sorted in place.</param>
    internal SortedResiduals(double[] values)
    {
        Array.Sort(values);
        Values = values;
        _sums = new double[values.Length + 1];
        for (int i = 0; i < values.Length; i++)
        {
            _sums[i + 1] = _sums[i] + values[i];
        }
    }

    /// <summary>The residuals, ascending.</summary>
    internal double[] Values { get; }

    /// <summary>How many there are.</summary>
    internal int Count => Values.Length;

    /// <summary>Their mean.</summary>
    internal double Mean => _sums[^1] / Count;

    /// <summary>The mean of min(max(m + r, lower), upper) over the residuals r.</summary>
    internal double ClampedMean(double m, OutcomeRange range)
    {
        int below = CountBelow(range.Lower - m), upTo = Math.Max(below, CountBelow(range.Upper - m));
        double inside = ((upTo - below) * m) + (_sums[upTo] - _sums[below]);
        double low = below == 0 ? 0 : below * range.Lower, high = upTo == Count ? 0 : (Count - upTo) * range.Upper;
        return (low + inside + high) / Count;
    }

    /// <summary>Residuals less their mean.</summary>
    internal static double[] Centred(double[] values)
    {
        double mean = values.Average();
        return Array.ConvertAll(values, v => v - mean);
    }

    /// <summary>Evenly spaced quantiles in the place of very many values, mean kept.</summary>
    internal static double[] Thinned(double[] values, int most)
    {
        if (values.Length <= most)
        {
            return values;
        }

        double[] sorted = [.. values.Order()];
        double[] kept = [.. Enumerable.Range(0, most).Select(q => sorted[(int)((q + 0.5) * sorted.Length / most)])];
        double shift = values.Average() - kept.Average();
        return Array.ConvertAll(kept, v => v + shift);
    }

    private int CountBelow(double at)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = Values[middle] < at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
