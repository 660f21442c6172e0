using CausalLoom.Data;

namespace CausalLoom.Generators.Forest;

/// <summary>How one column enters the forest and its density. Numbers with a density are scaled to [0, 1] of their range.</summary>
/// <param name="IsDiscrete">Whether all of its values are drawn as they are.</param>
/// <param name="Spikes">Numbers of a continuous column that keep a probability of their own, ascending.</param>
/// <param name="Minimum">The smallest number; 0 for a discrete column.</param>
/// <param name="Maximum">The largest number; 0 for a discrete column.</param>
/// <param name="HalfStep">Half of what the column's numbers are rounded to, scaled.</param>
/// <param name="Deviation">The standard deviation of the numbers that are not spikes, scaled.</param>
/// <param name="Ranks">The place of each level in the forest's order; empty where values are their own.</param>
internal sealed record ArfColumn(bool IsDiscrete, double[] Spikes, double Minimum, double Maximum, double HalfStep, double Deviation,
    double[] Ranks)
{
    /// <summary>log |dx/du| of the scaling, for densities in the column's own units; 0 for a constant.</summary>
    internal double LogScale => Maximum > Minimum ? Math.Log((Maximum / 2) - (Minimum / 2)) + Math.Log(2) : 0;

    /// <summary>Decides how a column is treated.</summary>
    /// <param name="column">Its facts.</param>
    /// <param name="values">Numbers or codes; NaN where missing.</param>
    /// <param name="options">The settings.</param>
    internal static ArfColumn Of(ColumnLayout column, double[] values, ArfOptions options)
    {
        double[] sorted = [.. values.Where(x => !double.IsNaN(x))];
        Array.Sort(sorted);
        int distinct = CountDistinct(sorted);
        bool few = distinct <= 2 || (distinct <= options.MaxDistinctAsLevels && sorted.Length >= 2 * distinct);
        if (!column.IsNumber || few || sorted.Length >= options.LatticeRepeats * distinct)
        {
            return new ArfColumn(true, [], 0, 0, 0, 0, []);
        }

        double[] spikes = FindSpikes(sorted, Math.Max(4, options.SpikeShare * sorted.Length));
        ArfColumn scale = new(false, spikes, sorted[0], sorted[^1], 0, 0, []);
        double step = column.Type == ColumnType.Integer ? 1 : column.Decimals is { } places ? Math.Pow(10, -places) : 0;
        double[] scaled = [.. sorted.Where(x => !scale.IsSpike(x)).Select(scale.Scale)];
        double mean = scaled.Length == 0 ? 0 : scaled.Average();
        double deviation = scaled.Length < 2 ? 0 : Math.Sqrt(scaled.Sum(u => (u - mean) * (u - mean)) / (scaled.Length - 1));
        return scale with { HalfStep = step / 2 / (sorted[^1] - sorted[0]), Deviation = deviation };
    }

    internal bool IsSpike(double x) => Spikes.Length > 0 && Array.BinarySearch(Spikes, x) >= 0;

    // In halves, since the range itself can overflow.
    internal double Scale(double x) => ((x / 2) - (Minimum / 2)) / ((Maximum / 2) - (Minimum / 2));

    internal double Unscale(double u) => 2 * (((1 - u) * (Minimum / 2)) + (u * (Maximum / 2)));

    /// <summary>What the forest splits on.</summary>
    internal double Feature(double value) => Ranks.Length == 0 || double.IsNaN(value) ? value : Ranks[(int)value];

    private static int CountDistinct(double[] sorted)
    {
        int distinct = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        return distinct;
    }

    private static double[] FindSpikes(double[] sorted, double least)
    {
        List<double> spikes = [];
        for (int i = 0, start = 0; i < sorted.Length; i++)
        {
            start = sorted[i] == sorted[start] ? start : i;
            if (i - start + 1 >= least && (i + 1 == sorted.Length || sorted[i + 1] != sorted[i]))
            {
                spikes.Add(sorted[i]);
            }
        }

        return [.. spikes];
    }
}
