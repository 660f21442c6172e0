using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>
/// The rows that mechanisms are learned from. Treatment and outcome models are cross-fitted many times over and keep dense features in
/// memory; beyond fifty thousand rows they gain less from a row than it costs, so a long table is represented by a random
/// part of it (docs/wide-and-long.md). Tables up to that length are used whole. The generator always sees all rows.
/// </summary>
internal static class MechanismRows
{
    /// <summary>The most rows.</summary>
    public const int Most = 50_000;

    /// <summary>Rows for P(W | X): each level at its own share, which is part of what is learned.</summary>
    public static CausalData ForPropensity(CausalData data, RandomStream stream, int most = Most) =>
        data.Rows <= most ? data : data.Take(Choose(data, stream, InProportion(data, most)));

    /// <summary>Rows for the law of Y given (X, W): rare levels whole if they fit, since the share of levels is no part of it.</summary>
    public static CausalData ForOutcome(CausalData data, RandomStream stream, int most = Most) =>
        data.Rows <= most ? data : data.Take(Choose(data, stream, Evenly(data, most)));

    /// <summary>Splits rows into chosen ones, as <see cref="ForPropensity"/> chooses them, and the rest; both ascending.</summary>
    public static (int[] Chosen, int[] Others) Split(CausalData data, RandomStream stream, int most)
    {
        int[] chosen = Choose(data, stream, InProportion(data, most));
        HashSet<int> inside = [.. chosen];
        return (chosen, [.. Enumerable.Range(0, data.Rows).Where(i => !inside.Contains(i))]);
    }

    // How many rows of each level: its share, but no fewer than two nor more than it has; the reference takes what is left.
    private static int[] InProportion(CausalData data, int most)
    {
        int[] counts = new int[data.Levels];
        int left = most;
        for (int level = data.Levels - 1; level > 0; level--)
        {
            int has = data.Treatment.CountOf(level), share = (int)Math.Round((double)most * has / data.Rows);
            counts[level] = Math.Clamp(share, Math.Min(2, has), Math.Min(has, Math.Max(0, left - (2 * level))));
            left -= counts[level];
        }

        counts[0] = Math.Min(left, data.Treatment.CountOf(0));
        return counts;
    }

    // The rarest level first: whole if it fits into an even share of what is left, which then goes to the others.
    private static int[] Evenly(CausalData data, int most)
    {
        int[] counts = new int[data.Levels], order = [.. Enumerable.Range(0, data.Levels).OrderBy(data.Treatment.CountOf)
            .ThenByDescending(level => level)];
        int left = most;
        for (int k = 0; k < order.Length; k++)
        {
            counts[order[k]] = Math.Min(data.Treatment.CountOf(order[k]), left / (order.Length - k));
            left -= counts[order[k]];
        }

        return counts;
    }

    private static int[] Choose(CausalData data, RandomStream stream, int[] counts)
    {
        int[] chosen = [.. counts.SelectMany((count, level) => OfLevel(data, level, count, stream))];
        Array.Sort(chosen);
        return chosen;
    }

    private static IEnumerable<int> OfLevel(CausalData data, int level, int count, RandomStream stream)
    {
        int[] rows = data.Treatment.RowsOf(level);
        stream.Child(level).Shuffle<int>(rows);
        return rows.Take(count);
    }
}
