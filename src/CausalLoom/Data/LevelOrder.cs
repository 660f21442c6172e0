using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// Which level comes first: the smallest number; of texts, the one that says control, or not treated, no, false; failing that, the
/// first in ordinal order. It is the reference of a treatment; of two levels the second is the treated arm or the outcome's event.
/// </summary>
internal static class LevelOrder
{
    private static readonly HashSet<string> First = new(StringComparer.OrdinalIgnoreCase)
    {
        "0", "false", "f", "no", "n", "none", "off", "control", "controls", "ctrl", "placebo", "untreated", "unexposed", "not treated",
        "standard", "standard care", "standard of care", "usual care", "reference", "baseline", "comparator", "obs", "observation", "never",
            "absent", "negative", "alive", "not exposed",
    };

    private static readonly HashSet<string> Second = new(StringComparer.OrdinalIgnoreCase)
    {
        "1", "true", "t", "yes", "y", "on", "treated", "treatment", "treat", "intervention", "active", "drug", "exposed", "experimental",
            "present", "positive", "dead", "died", "case",
    };

    /// <summary>The levels in order; the same array where they are already.</summary>
    /// <param name="levels">Levels, more than two of them in order but for the one that comes first.</param>
    public static string[] Of(string[] levels)
    {
        if (levels.Length != 2)
        {
            double[] numbers = [.. levels.Select(level => CellText.TryNumber(level.Trim(), out double number) ? number : double.NaN)];
            int first = Array.Exists(numbers, double.IsNaN) ? Array.FindIndex(levels, level => Rank(level.Trim()) < 0)
                : Array.IndexOf(numbers, numbers.Min());
            return first <= 0 ? levels : [levels[first], .. levels.Where((_, i) => i != first)];
        }

        (string a, string b) = (levels[0].Trim(), levels[1].Trim());
        bool swap;
        if (CellText.TryNumber(a, out double x) && CellText.TryNumber(b, out double y))
        {
            swap = x > y;
        }
        else
        {
            int lead = Rank(a) - Rank(b);
            swap = lead == 0 ? string.CompareOrdinal(levels[0], levels[1]) > 0 : lead > 0;
        }

        return swap ? [levels[1], levels[0]] : levels;
    }

    private static int Rank(string level) => First.Contains(level) ? -1 : Second.Contains(level) ? 1 : 0;
}
