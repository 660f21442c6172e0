using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// Which level comes first: the smallest number; of texts, the one that says control, or not treated, no, false; failing that, the
/// first in ordinal order. It is the reference of a treatment; of two levels the second is the treated arm or the outcome's event.
/// </summary>
internal static class LevelOrder
{
    /// <summary>Whether two levels say themselves which comes first, rather than the alphabet.</summary>
    public static bool Decides(string[] levels) => levels.Length != 2 || Compare(levels[0], levels[1]) != 0;

    /// <summary>The levels in order; the same array where they are already.</summary>
    /// <param name="levels">Levels, more than two of them in order but for the one that comes first.</param>
    public static string[] Of(string[] levels)
    {
        if (levels.Length != 2)
        {
            double[] numbers = [.. levels.Select(level => CellText.TryNumber(level.Trim(), out double number) ? number : double.NaN)];
            int first = Array.Exists(numbers, double.IsNaN) ? FirstByName(levels) : Array.IndexOf(numbers, numbers.Min());
            return first <= 0 ? levels : [levels[first], .. levels.Where((_, i) => i != first)];
        }

        int lead = Compare(levels[0], levels[1]);
        bool swap = lead == 0 ? string.CompareOrdinal(levels[0], levels[1]) > 0 : lead > 0;
        return swap ? [levels[1], levels[0]] : levels;
    }

    // The only one that says control; where several do, the first; of amounts in one unit the smallest.
    private static int FirstByName(string[] levels)
    {
        int[] ranks = Array.ConvertAll(levels, LevelWords.Rank);
        int control = ranks.Min() < 0 ? Array.IndexOf(ranks, ranks.Min()) : -1;
        int least = Array.FindIndex(levels, level => levels.All(other => other == level || LevelWords.Compare(level, other) < 0));
        return least >= 0 ? least : control;
    }

    private static int Compare(string first, string second) =>
        CellText.TryNumber(first.Trim(), out double x) && CellText.TryNumber(second.Trim(), out double y) ? x.CompareTo(y)
        : LevelWords.Compare(first, second);
}
