namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// Cuts sorted distinct numbers into bins of about equal mass that narrow towards both ends. A number with a bin's mass or
/// more is a bin of its own: an atom.
/// </summary>
internal static class NumberBins
{
    /// <summary>The first distinct number of every bin.</summary>
    /// <param name="counts">Rows of each distinct number, in the numbers' order.</param>
    /// <param name="options">Bounds on the bins.</param>
    internal static int[] Cut(double[] counts, TokenOptions options)
    {
        double total = counts.Sum();
        double mass = total / Math.Clamp(Math.Floor(total / options.RowsPerBin), 1, options.MaxBins);
        List<int> starts = [];
        double done = 0, open = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            bool atom = counts[i] >= mass;
            if (open == 0 || atom)
            {
                starts.Add(i);
                open = 0;
            }

            open += counts[i];
            done += counts[i];
            if (atom || open >= Target(done - (open / 2), total, mass, options.SmallestBin))
            {
                open = 0;
            }
        }

        if (open > 0 && open < options.SmallestBin && starts.Count > 1 && Mass(counts, starts[^2], starts[^1]) < mass)
        {
            starts.RemoveAt(starts.Count - 1);
        }

        return [.. starts];
    }

    /// <summary>
    /// The rows of a bin around a place in the order: half of what lies beyond its middle at the ends, a full bin in between.
    /// </summary>
    private static double Target(double place, double total, double mass, double smallest) =>
        Math.Min(mass, Math.Max(smallest, Math.Min(place, total - place) / 2));

    private static double Mass(double[] counts, int from, int to)
    {
        double sum = 0;
        for (int i = from; i < to; i++)
        {
            sum += counts[i];
        }

        return sum;
    }
}
