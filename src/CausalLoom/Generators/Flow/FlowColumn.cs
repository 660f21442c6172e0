using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// A column as a category and, where the category is "a number of the continuum", a place u in (0, 1) among those numbers.
/// Levels, missing values, numbers that many rows share and numbers of few distinct values are categories, never reals.
/// </summary>
internal sealed class FlowColumn
{
    private readonly double[] _cumulative;

    /// <param name="atoms">Numbers or level codes that are categories, ascending; NaN (missing) last.</param>
    /// <param name="categories">The category of each atom.</param>
    /// <param name="counts">How often each atom occurs.</param>
    /// <param name="margin">The law of the continuum, which is then category 0; null where there is none.</param>
    internal FlowColumn(double[] atoms, int[] categories, double[] counts, EmpiricalMargin? margin)
    {
        Atoms = atoms;
        AtomCategories = categories;
        AtomCounts = counts;
        Margin = margin;
        Categories = Math.Max(margin is null ? 0 : 1, categories.Length == 0 ? 0 : categories.Max() + 1);
        _cumulative = Cumulative(margin?.Counts ?? []);
    }

    internal double[] Atoms { get; }

    internal int[] AtomCategories { get; }

    internal double[] AtomCounts { get; }

    internal EmpiricalMargin? Margin { get; }

    /// <summary>How many categories there are, the continuum included.</summary>
    internal int Categories { get; }

    /// <summary>Whether the column varies by category.</summary>
    internal bool HasLevels => Categories > 1;

    internal bool HasContinuum => Margin is not null;

    internal static FlowColumn Of(Column column, ModeSpecificOptions options)
    {
        double[] numbers = ModeSpecificGroups.Numbers(column);
        (double Value, double Count)[] distinct =
            [.. numbers.GroupBy(x => x).Select(g => (g.Key, (double)g.Count())).OrderBy(g => double.IsNaN(g.Key)).ThenBy(g => g.Key)];
        (double Value, double Count)[] present = [.. distinct.Where(d => !double.IsNaN(d.Value))];
        bool levels = column is DiscreteColumn
            || (present.Length <= options.MaxDistinctAsLevels && (present.Length <= 2 || numbers.Length >= 2 * present.Length));
        if (levels)
        {
            return new FlowColumn([.. distinct.Select(d => d.Value)], Grouped([.. distinct.Select(d => d.Count)], options.MaxLevels),
                [.. distinct.Select(d => d.Count)], null);
        }

        double least = Math.Max(2, options.SpikeShare * numbers.Length);
        (double Value, double Count)[] atoms = [.. distinct.Where(d => double.IsNaN(d.Value) || d.Count >= least)];
        double[] rest = [.. numbers.Where(x => !double.IsNaN(x) && !Array.Exists(atoms, a => a.Value == x))];
        EmpiricalMargin? margin = rest.Length == 0 ? null : EmpiricalMargin.Of(rest, column.Type != ColumnType.Continuous);
        int first = margin is null ? 0 : 1;
        return new FlowColumn([.. atoms.Select(a => a.Value)], [.. atoms.Select((_, k) => k + first)],
            [.. atoms.Select(a => a.Count)], margin);
    }

    /// <summary>The category of a number or level code; −1 where it is none that was seen.</summary>
    internal int Category(double value)
    {
        int at = double.IsNaN(value)
            ? (Atoms.Length > 0 && double.IsNaN(Atoms[^1]) ? Atoms.Length - 1 : -1)
            : Array.BinarySearch(Atoms, 0, Atoms.Length - (Atoms.Length > 0 && double.IsNaN(Atoms[^1]) ? 1 : 0), value);
        return at >= 0 ? AtomCategories[at] : HasContinuum && !double.IsNaN(value) ? 0 : -1;
    }

    /// <summary>Whether some levels share a category.</summary>
    internal bool IsGrouped => Categories < Atoms.Length;

    /// <summary>The share of an atom within its category.</summary>
    internal double ShareWithin(double value)
    {
        int at = Array.FindIndex(Atoms, a => a.Equals(value));
        return at < 0 ? 1 : AtomCounts[at] / AtomCounts.Where((_, k) => AtomCategories[k] == AtomCategories[at]).Sum();
    }

    /// <summary>An atom of a category: by frequency where several share it.</summary>
    internal double Atom(int category, double uniform)
    {
        double total = 0;
        for (int k = 0; k < Atoms.Length; k++)
        {
            total += AtomCategories[k] == category ? AtomCounts[k] : 0;
        }

        double left = uniform * total;
        int last = -1;
        for (int k = 0; k < Atoms.Length && left >= 0; k++)
        {
            if (AtomCategories[k] == category)
            {
                last = k;
                left -= AtomCounts[k];
            }
        }

        return Atoms[last];
    }

    /// <summary>
    /// Where a number of the continuum lies, (low, high) in [0, 1]: the probabilities below it and up to it where numbers repeat,
    /// and twice its mid-rank, interpolated, where they do not.
    /// </summary>
    internal (double Low, double High) Place(double value)
    {
        double[] values = Margin!.Values;
        int at = Array.BinarySearch(values, value);
        double total = Margin.Total;
        if (Margin.IsLattice)
        {
            int k = at >= 0 ? at : Math.Min(~at, values.Length - 1);
            double below = (_cumulative[k] - Margin.Counts[k]) / total;
            return (below, at >= 0 ? _cumulative[k] / total : below);
        }

        double u = at >= 0 ? Middle(at) : Between(~at, value);
        return (u, u);
    }

    /// <summary>The number at a place, and the normal score by which later columns know it.</summary>
    internal (double Value, float Score) At(double u)
    {
        double value = Margin!.Quantile(Math.Clamp(u, 0, 1 - 1e-12));
        if (!Margin.IsLattice)
        {
            double edge = Middle(0);
            return (value, (float)NormalScores.Inverse(Math.Clamp(u, edge, Middle(Margin.Values.Length - 1))));
        }

        return (value, Score(value));
    }

    /// <summary>The normal score of a number's middle place.</summary>
    internal float Score(double value)
    {
        (double low, double high) = Place(value);
        return (float)NormalScores.Inverse(Math.Clamp(0.5 * (low + high), 1e-9, 1 - 1e-9));
    }

    /// <summary>The frequencies of the categories.</summary>
    internal double[] Frequencies()
    {
        double[] counts = new double[Categories];
        for (int k = 0; k < Atoms.Length; k++)
        {
            counts[AtomCategories[k]] += AtomCounts[k];
        }

        if (Margin is not null)
        {
            counts[0] += Margin.Total;
        }

        double total = counts.Sum();
        return Array.ConvertAll(counts, c => c / total);
    }

    private double Middle(int k) => (_cumulative[k] - (0.5 * Margin!.Counts[k])) / Margin.Total;

    private double Between(int above, double value)
    {
        double[] values = Margin!.Values;
        if (above == 0 || above == values.Length)
        {
            return Middle(above == 0 ? 0 : values.Length - 1);
        }

        // Halved, because the difference of numbers near ±1e308 overflows.
        double share = ((0.5 * value) - (0.5 * values[above - 1])) / ((0.5 * values[above]) - (0.5 * values[above - 1]));
        return Middle(above - 1) + (share * (Middle(above) - Middle(above - 1)));
    }

    private static double[] Cumulative(double[] counts)
    {
        double[] cumulative = new double[counts.Length];
        double total = 0;
        for (int k = 0; k < counts.Length; k++)
        {
            total += counts[k];
            cumulative[k] = total;
        }

        return cumulative;
    }

    /// <summary>
    /// Categories of levels: each its own up to <paramref name="most"/>; beyond that the commonest three quarters of them, and the
    /// rest, in order of frequency, in groups of about equal mass.
    /// </summary>
    private static int[] Grouped(double[] counts, int most)
    {
        int[] categories = [.. Enumerable.Range(0, counts.Length)];
        if (counts.Length <= most)
        {
            return categories;
        }

        int[] order = [.. Enumerable.Range(0, counts.Length).OrderByDescending(k => counts[k]).ThenBy(k => k)];
        int single = most * 3 / 4, groups = most - single;
        double rest = order.Skip(single).Sum(k => counts[k]), seen = 0;
        for (int i = 0; i < order.Length; i++)
        {
            categories[order[i]] = i < single ? i : single + (int)Math.Min(groups - 1, groups * seen / rest);
            seen += i < single ? 0 : counts[order[i]];
        }

        // Groups may be skipped where one level has more than a group's mass: number those that occur.
        int[] used = [.. categories.Distinct().Order()];
        return Array.ConvertAll(categories, c => Array.BinarySearch(used, c));
    }
}
